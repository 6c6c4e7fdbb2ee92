import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createNodeFileSystem } from '../../../src/adapters/files/node-file-system.ts';
import { describeOwner } from '../../../src/adapters/files/process-owner.ts';
import { createOutboxItem, settleItem } from '../../../src/core/events/outbox-schedule.ts';
import type { OutboxItem } from '../../../src/core/ports/outbox.ts';
import { createFaultyFileSystem } from '../../support/faulty-file-system.ts';
import { failedDelivery, openOutbox } from '../../support/notify/outbox-rig.ts';
import { sampleEvent } from '../../support/notify/sample-event.ts';
import { sha256OfText } from '../../support/sample-entries.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

function itemOf(eventId = 'op-1.rolled-back', at = '2026-11-21T00:00:00.000Z'): OutboxItem {
  return createOutboxItem(sampleEvent({ eventId, at }), 'mail', sha256OfText);
}

const delivered = { outcome: 'delivered', reference: null } as const;
const now = '2026-11-21T00:00:01.000Z';

test('an outbox that nobody wrote to is empty', async () => {
  expect(await openOutbox().list()).toEqual({ items: [], unreadable: [], room: 'some' });
});

test('where something stands in its way it is not taken for empty', async () => {
  const root = createTemporaryFolder();
  writeFileSync(join(root, 'state'), '');
  const listed = openOutbox(join(root, 'state', 'outbox')).list();
  await expect(listed).rejects.toMatchObject({ code: 'file-system-failed' });
});

test('what is put in is there for the next process, once, oldest first', async () => {
  const folder = join(createTemporaryFolder(), 'state', 'outbox');
  const [late, early] = [itemOf('b', '2026-11-22T00:00:00.000Z'), itemOf('a')];
  expect(await openOutbox(folder).put(late)).toBe('added');
  expect(await openOutbox(folder).put(early)).toBe('added');
  expect(await openOutbox(folder).put({ ...early, attempts: 7 })).toBe('known');
  expect(await openOutbox(folder).list()).toEqual({ items: [early, late], unreadable: [], room: 'some' });
});

test('only its owner can look into it', async () => {
  const folder = join(createTemporaryFolder(), 'state', 'outbox');
  const outbox = openOutbox(folder);
  await outbox.put(itemOf());
  const claimed = await outbox.claim(itemOf().id);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, '..')).mode & 0o777).toBe(0o700);
  for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  await claimed?.settle(itemOf());
});

describe('an item is sent by one at a time', () => {
  test('of many that ask at once exactly one gets it', async () => {
    const folder = createTemporaryFolder();
    await openOutbox(folder).put(itemOf());
    const claims = await Promise.all(Array.from({ length: 20 }, () => openOutbox(folder).claim(itemOf().id)));
    expect(claims.filter(claim => claim !== undefined)).toHaveLength(1);
  });

  test('when it is let go the next one may have it', async () => {
    const outbox = openOutbox();
    await outbox.put(itemOf());
    const first = await outbox.claim(itemOf().id);
    await first?.settle(settleItem(itemOf(), failedDelivery('later'), now));
    expect((await outbox.claim(itemOf().id))?.item).toMatchObject({ attempts: 1, mayHaveArrived: false });
  });

  test('what is told is not to be had any more', async () => {
    const outbox = openOutbox();
    await outbox.put(itemOf());
    await (await outbox.claim(itemOf().id))?.settle(settleItem(itemOf(), delivered, now));
    expect(await outbox.claim(itemOf().id)).toBeUndefined();
    expect((await outbox.list()).items).toMatchObject([{ state: 'delivered' }]);
  });

  test('of a process that is gone it is taken over, and may have arrived', async () => {
    const folder = createTemporaryFolder();
    const outbox = openOutbox(folder);
    await outbox.put(itemOf());
    const { pid } = spawnSync(process.execPath, ['--version']);
    const gone = { ...describeOwner(), processId: pid, processIdentity: 'another boot 1' };
    writeFileSync(join(folder, `${itemOf().id}.claim.1`), JSON.stringify(gone));
    const taken = await outbox.claim(itemOf().id);
    expect(taken?.item.mayHaveArrived).toBe(true);
    expect(await outbox.claim(itemOf().id)).toBeUndefined();
    await taken?.settle(settleItem(itemOf(), failedDelivery('later'), now));
    expect(readdirSync(folder).filter(name => name.includes('claim'))).toEqual([]);
  });

  test.each([
    ['of another machine', 600, JSON.stringify({ ...describeOwner(), host: 'elsewhere' })],
    ['that is being written, or of a process that was killed there,', 10, ''],
  ])('a claim %s holds for %i seconds', async (_, seconds, text) => {
    const folder = createTemporaryFolder();
    const outbox = openOutbox(folder);
    await outbox.put(itemOf());
    const claim = join(folder, `${itemOf().id}.claim.1`);
    writeFileSync(claim, text);
    const writtenBefore = (agoMs: number): void => {
      const at = new Date(Date.now() - agoMs);
      utimesSync(claim, at, at);
    };
    writtenBefore(seconds * 500);
    expect(await outbox.claim(itemOf().id)).toBeUndefined();
    writtenBefore(seconds * 1100);
    expect((await outbox.claim(itemOf().id))?.item.mayHaveArrived).toBe(true);
  });
});

test('what is dropped while it is sent stays dropped', async () => {
  const outbox = openOutbox();
  await outbox.put(itemOf());
  const claimed = await outbox.claim(itemOf().id);
  expect([await outbox.remove(itemOf().id), await outbox.remove(itemOf().id)]).toEqual([true, false]);
  await claimed?.settle(settleItem(itemOf(), failedDelivery('later'), now));
  expect((await outbox.list()).items).toEqual([]);
});

test.each(['', '{', '{"format":1}', '{"format":2}', 'null'])(
  'a file that is no item (%s) is told apart',
  async text => {
    const folder = createTemporaryFolder();
    await openOutbox(folder).put(itemOf());
    writeFileSync(join(folder, '0123456789abcdef.json'), text);
    expect(await openOutbox(folder).list()).toEqual({
      items: [itemOf()],
      unreadable: ['0123456789abcdef.json'],
      room: 'some',
    });
    expect(await openOutbox(folder).remove('0123456789abcdef')).toBe(true);
  },
);

test('an item under the name of another is not sent for it', async () => {
  const folder = createTemporaryFolder();
  writeFileSync(join(folder, '0123456789abcdef.json'), JSON.stringify(itemOf()));
  expect((await openOutbox(folder).list()).unreadable).toEqual(['0123456789abcdef.json']);
});

test('too large an event is kept without its files', async () => {
  const outbox = openOutbox();
  const item = { ...itemOf(), event: sampleEvent({ files: { 'gate.json': 'x'.repeat(600 * 1024) } }) };
  await outbox.put(item);
  expect((await outbox.list()).items[0]?.event.files).toEqual({});
});

describe('limits', () => {
  const fill = (folder: string, state: OutboxItem['state']): void => {
    mkdirSync(folder, { recursive: true });
    for (let number = 0; number < 500; number += 1) {
      const item = { ...itemOf(`filled-${number}`), state };
      writeFileSync(join(folder, `${item.id}.json`), JSON.stringify(item));
    }
  };

  test('a full outbox refuses more, and says what to do', async () => {
    const folder = createTemporaryFolder();
    fill(folder, 'waiting');
    await expect(openOutbox(folder).put(itemOf())).rejects.toMatchObject({ code: 'outbox-full' });
    expect((await openOutbox(folder).list()).room).toBe('none');
  });

  test('what has been told makes room', async () => {
    const folder = createTemporaryFolder();
    fill(folder, 'delivered');
    expect((await openOutbox(folder).list()).room).toBe('some');
    expect(await openOutbox(folder).put(itemOf())).toBe('added');
    expect(readdirSync(folder)).toHaveLength(401);
  });
});

test('a crash at any call leaves the item whole or not there', async () => {
  for (let at = 1; ; at += 1) {
    const folder = createTemporaryFolder();
    const run = createFaultyFileSystem(createNodeFileSystem(), folder, {
      fault: 'crash',
      at,
      when: 'halfway',
    });
    await openOutbox(folder, run.fileSystem)
      .put(itemOf())
      .catch(() => undefined);
    const { items, unreadable } = await openOutbox(folder).list();
    expect(unreadable).toEqual([]);
    expect(items.length === 0 || items[0]?.id === itemOf().id).toBe(true);
    if (!run.hasCrashed()) break;
    expect(await openOutbox(folder).put(itemOf())).toBe(items.length === 0 ? 'added' : 'known');
  }
});

test.each(['ENOSPC', 'EACCES', 'EROFS'])('a disk that refuses (%s) is said in words', async errno => {
  const folder = createTemporaryFolder();
  const run = createFaultyFileSystem(createNodeFileSystem(), folder, { fault: 'failure', at: 1, errno });
  await expect(openOutbox(folder, run.fileSystem).put(itemOf())).rejects.toMatchObject({
    name: 'UnavailableError',
    message: expect.stringContaining('write to the outbox'),
  });
});

test('an item is one line of JSON that anybody can read', async () => {
  const folder = createTemporaryFolder();
  await openOutbox(folder).put(itemOf());
  const text = readFileSync(join(folder, `${itemOf().id}.json`), 'utf8');
  expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(itemOf())));
});
