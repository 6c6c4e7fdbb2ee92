import { expect, it } from 'vitest';
import { fullAccess } from '../../../support/gcs/access.ts';
import { openEmulator } from '../../../support/gcs/emulator-rig.ts';
import { openMachine, openReadMachine } from '../../../support/mirror-machines.ts';

it('a write that the bucket forbids is remembered until one goes well', async () => {
  const emulator = await openEmulator();
  const { session } = await openReadMachine(emulator);
  const { mirror, writer } = session.registry;
  const find = () => mirror?.reader.getCondition().writeProblem;
  emulator.setAccess({ ...fullAccess, canWrite: false });
  expect(find()).toBeUndefined();
  await expect(writer.initialise()).rejects.toMatchObject({ code: 'access-denied' });
  expect(find()).toMatchObject({ hint: expect.stringMatching(/./) });
  emulator.setAccess(fullAccess);
  await writer.initialise();
  expect(find()).toBeUndefined();
});

it('what a copy of an earlier session holds is not called read before the bucket has answered', async () => {
  const emulator = await openEmulator();
  const { session, root } = await openReadMachine(emulator);
  expect(session.registry.mirror?.reader.getCondition()).toMatchObject({ isRead: true, listed: 0 });
  const later = openLater(emulator, root);
  await later.reader.describeTransfers('pull');
  expect(later.reader.getCondition()).toMatchObject({ isRead: false, seenAt: expect.any(String) });
  const counts: number[] = [];
  await later.reader.refresh({ onProgress: () => counts.push(later.reader.getCondition().listed) });
  expect(counts.every((count, at) => count >= (counts[at - 1] ?? 0))).toBe(true);
  expect(later.reader.getCondition()).toMatchObject({ isRead: true, listed: 0 });
});

function openLater(emulator: Parameters<typeof openMachine>[0], root: string) {
  const { mirror } = openMachine(emulator, { root }).session.registry;
  if (mirror === undefined) throw new Error('no mirror');
  return mirror;
}
