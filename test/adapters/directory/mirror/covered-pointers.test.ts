import { describe, expect, test } from 'vitest';
import { applySync } from '../../../../src/core/apply/apply-sync.ts';
import { findLiveVersion } from '../../../../src/core/plan/find-version.ts';
import { loadModel } from '../../../../src/core/session/load-model.ts';
import { listInRegistry, openBucketOfS0, putInRegistry, readFromRegistry } from '../../../support/buckets.ts';
import type { Emulator } from '../../../support/gcs/emulator.ts';
import { openReadMachine, readBucket } from '../../../support/mirror-machines.ts';
import { environmentOf, planPromote, promote } from '../../../support/registry-rig.ts';

/** A bucket of S0 in which a copying tool left v2 as files in the place of `latest`. */
async function openCovered(): Promise<Emulator> {
  const emulator = await openBucketOfS0();
  emulator.removeObject('bucket', 'registry/latest');
  for (const name of ['metadata.json', 'summary.json'])
    putInRegistry(emulator, `latest/${name}`, readFromRegistry(emulator, `rag_v2/${name}`) ?? '');
  return emulator;
}

describe('a pointer in whose place a copying tool left files', () => {
  test('is not put beside them, and a promotion is done all the same', async () => {
    const emulator = await openCovered();
    const machine = await openReadMachine(emulator);
    const plan = await planPromote(machine.session, 'rag', 'v3');
    expect(plan.steps.map(({ target }) => target)).not.toContain('gs://bucket/registry/latest');
    expect(await promote(machine.session, 'rag', 'v3')).toMatchObject({ outcome: 'applied' });
    expect(readFromRegistry(emulator, 'latest')).toBeUndefined();
    expect(readFromRegistry(emulator, 'rag_latest')).toBe('rag_v3');
    await readBucket(machine);
    const { status } = await loadModel(machine.session, 'rag');
    expect(findLiveVersion(status, 'latest')).toBe('v3');
    expect(await planPromote(machine.session, 'rag', 'v3')).toMatchObject({ changes: false });
    const { differences = [] } = machine.session.registry.mirror?.reader.getCondition() ?? {};
    expect(differences).toMatchObject([{ kind: 'pointer-is-folder', name: 'latest' }]);
    expect(differences[0]?.detail).toContain('old programs read rag_v2 there');
    expect(differences[0]?.detail).toContain('would say rag_v3');
  });

  test('is written when a push takes them away, which only a prune does', async () => {
    const emulator = await openCovered();
    const machine = await openReadMachine(emulator);
    const describe = async (prune: boolean) =>
      (await machine.session.registry.mirror?.reader.describeTransfers('push', { prune })) ?? [];
    expect(await describe(true)).toEqual([]);
    await promote(machine.session, 'rag', 'v3');
    await readBucket(machine);
    expect(await describe(false)).toEqual([]);
    const transfers = await describe(true);
    expect(transfers).toMatchObject([
      {
        ...{ act: 'remove', unit: 'pointer', name: 'latest' },
        move: { model: 'rag', alias: 'latest', from: 'v2', to: 'v3' },
      },
    ]);
    expect(await applySync(transfers, environmentOf(machine.session))).toMatchObject({ outcome: 'applied' });
    expect(listInRegistry(emulator).filter(name => name.startsWith('latest'))).toEqual(['latest']);
    expect(readFromRegistry(emulator, 'latest')).toBe('rag_v3');
  });

  test('goes on being written where it was there before them', async () => {
    const emulator = await openCovered();
    putInRegistry(emulator, 'latest', 'rag_v2');
    const { session } = await openReadMachine(emulator);
    expect(await promote(session, 'rag', 'v3')).toMatchObject({ outcome: 'applied' });
    expect(readFromRegistry(emulator, 'latest')).toBe('rag_v3');
  });
});
