import { describe, expect, test } from 'vitest';
import { openBucketOfS0, readFromRegistry } from '../../../support/buckets.ts';
import type { Emulator } from '../../../support/gcs/emulator.ts';
import { openReadMachine } from '../../../support/mirror-machines.ts';
import { apply, planBack, planPromote, promote, rollBack } from '../../../support/registry-rig.ts';

function refuseLatest(emulator: Emulator): void {
  emulator.addFault({ kind: 'write', name: /\/latest$/, does: 'status', status: 403, times: Infinity });
}

describe('a pointer of the bucket that could not be written', () => {
  test('is written when the same is asked for again, by a fresh machine too', async () => {
    const emulator = await openBucketOfS0();
    const first = await openReadMachine(emulator);
    refuseLatest(emulator);
    const refused = await promote(first.session, 'rag', 'v1');
    expect(refused.outcome).toBe('partial');
    expect(refused.problem?.message).toMatch(/latest is not: .*[^.]\.$/);
    const again = await openReadMachine(emulator);
    const plan = await planPromote(again.session, 'rag', 'v1');
    expect(plan).toMatchObject({ changes: true, drafts: [], blockers: [] });
    expect(plan.steps).toMatchObject([
      { kind: 'set-pointer', target: 'gs://bucket/registry/latest', expected: 'v3', value: 'v1' },
    ]);
    expect(await apply(again.session, plan)).toMatchObject({ outcome: 'partial' });
    emulator.clearFaults();
    const receipt = await apply(again.session, await planPromote(again.session, 'rag', 'v1'));
    expect(receipt).toMatchObject({ outcome: 'applied', problem: undefined });
    expect(receipt.steps.map(({ state, target }) => `${state} ${target}`)).toEqual([
      'done gs://bucket/registry/latest',
    ]);
    expect(readFromRegistry(emulator, 'latest')).toBe('rag_v1');
    expect(await planPromote(again.session, 'rag', 'v1')).toMatchObject({ changes: false, steps: [] });
  });

  test('is written when a rollback is asked for again', async () => {
    const emulator = await openBucketOfS0();
    const { session } = await openReadMachine(emulator);
    refuseLatest(emulator);
    expect(await rollBack(session, 'rag', 'v2')).toMatchObject({ outcome: 'partial' });
    emulator.clearFaults();
    expect(await apply(session, await planBack(session, 'rag', 'v2'))).toMatchObject({ outcome: 'applied' });
    expect(readFromRegistry(emulator, 'latest')).toBe('rag_v2');
  });

  test('of another alias is left to whoever asks for that', async () => {
    const emulator = await openBucketOfS0();
    const { session } = await openReadMachine(emulator);
    await promote(session, 'rag', 'v2', 'candidate');
    refuseLatest(emulator);
    await promote(session, 'rag', 'v1');
    expect(await planPromote(session, 'rag', 'v2', 'candidate')).toMatchObject({ changes: false, steps: [] });
  });
});
