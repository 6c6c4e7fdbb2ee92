import { describe, expect, test } from 'vitest';
import { loadModel } from '../../../../src/core/session/load-model.ts';
import { openBucketOfS0, putInRegistry, readFromRegistry } from '../../../support/buckets.ts';
import type { Emulator } from '../../../support/gcs/emulator.ts';
import type { Machine } from '../../../support/machine.ts';
import { openMachine, openReadMachine, readBucket } from '../../../support/mirror-machines.ts';
import { planRegistration } from '../../../support/plan-registration.ts';
import { apply, promote, rollBack } from '../../../support/registry-rig.ts';

function listDifferences({ session }: Machine): readonly string[] {
  const { differences } = session.registry.mirror?.reader.getCondition() ?? { differences: [] };
  return differences.map(({ kind, name }) => `${kind} ${name}`);
}

/** Another program writes over an object, as `gsutil rsync` of an older copy does. */
function overwrite(emulator: Emulator, name: string): void {
  const text = readFromRegistry(emulator, name);
  expect(text, name).toBeDefined();
  putInRegistry(emulator, name, `${text} `);
}

/** Every object that a write made and that never changes, in order. */
function listWritten(emulator: Emulator): readonly string[] {
  const names = emulator.requests
    .filter(({ kind, status }) => kind === 'write' && status === 200)
    .map(({ name }) => name?.slice('registry/'.length) ?? '');
  return [...new Set(names)].filter(name => /^(?:\.lastgood\/history|rag_v|rollback_logs)/.test(name)).sort();
}

describe.each([
  ['the same process', (machine: Machine): Machine => machine],
  ['a process that came after', ({ root }: Machine, emulator: Emulator) => openMachine(emulator, { root })],
])('what was written here is remembered by %s', (_, choose) => {
  test('so that what another program puts over it is found to be overwritten', async () => {
    const emulator = await openBucketOfS0(2);
    const first = await openReadMachine(emulator);
    emulator.forgetRequests();
    const { session } = first;
    expect(await apply(session, await planRegistration(session))).toMatchObject({ outcome: 'applied' });
    expect(await promote(session, 'rag', 'v3')).toMatchObject({ outcome: 'applied' });
    expect(await rollBack(session, 'rag', 'v2')).toMatchObject({ outcome: 'applied' });
    const written = listWritten(emulator);
    expect(written.filter(name => name.startsWith('.lastgood/history/'))).toHaveLength(4);
    expect(written.some(name => name.startsWith('rollback_logs/'))).toBe(true);
    for (const name of written) overwrite(emulator, name);

    const later = choose(first, emulator);
    await readBucket(later);
    expect(
      listDifferences(later).filter(line => !/^(?:history-overwritten|changed-in-bucket) /.test(line)),
    ).toEqual([]);
    expect(listDifferences(later)).toContain('history-overwritten .lastgood/history/rag');
    expect((await loadModel(later.session, 'rag')).status.chain.verdict).toBe('intact');
  });

  test('so that nothing is left to push', async () => {
    const emulator = await openBucketOfS0(2);
    const first = await openReadMachine(emulator);
    expect(await promote(first.session, 'rag', 'v1')).toMatchObject({ outcome: 'applied' });
    expect(await rollBack(first.session, 'rag', 'v2')).toMatchObject({ outcome: 'applied' });
    const { mirror } = choose(first, emulator).session.registry;
    expect(await mirror?.reader.describeTransfers('push')).toEqual([]);
    expect(await mirror?.reader.describeTransfers('pull')).toEqual([]);
  });
});
