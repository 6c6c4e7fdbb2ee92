import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { examine, runDoctor } from '../../../../src/core/apply/run-doctor.ts';
import { loadModel } from '../../../../src/core/session/load-model.ts';
import { openBucketOfS0, putInRegistry, readFromRegistry } from '../../../support/buckets.ts';
import type { Emulator } from '../../../support/gcs/emulator.ts';
import type { Machine } from '../../../support/machine.ts';
import { openReadMachine } from '../../../support/mirror-machines.ts';
import { planRegistration } from '../../../support/plan-registration.ts';
import { apply, environmentOf, promote } from '../../../support/registry-rig.ts';

/** A machine that has registered v4 and moved the model twice. */
async function openUsed(emulator: Emulator): Promise<Machine> {
  const machine = await openReadMachine(emulator);
  await apply(machine.session, await planRegistration(machine.session));
  await promote(machine.session, 'rag', 'v4');
  await promote(machine.session, 'rag', 'v2');
  await machine.session.registry.writer.catchUp();
  return machine;
}

const entry2 = '.lastgood/history/rag/00000002.json';

async function repair({ session }: Machine): Promise<readonly string[]> {
  const findings = await runDoctor(environmentOf(session));
  return findings.map(({ state, subject }) => `${state} ${subject}`);
}

/** Everything of a folder, as a copying tool uploads it: whatever stands there, without a condition, links left out. */
function copyOver(emulator: Emulator, root: string): void {
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    putInRegistry(emulator, path.slice(root.length + 1), readFileSync(path, 'utf8'));
  }
}

describe('what another program overwrote in the bucket', () => {
  test('entries of the history that were replaced or deleted are put back, and everybody agrees again', async () => {
    const emulator = await openBucketOfS0();
    const machine = await openUsed(emulator);
    const before = readFromRegistry(emulator, entry2);
    putInRegistry(emulator, entry2, '{"torn');
    emulator.removeObject('bucket', 'registry/.lastgood/history/rag/00000003.json');
    expect((await examine(machine.session)).map(({ state, message }) => `${state} ${message}`)).toEqual([
      'repairable 2 entries from 2 to 3 of the history: overwritten or deleted in the bucket',
    ]);
    expect(readFromRegistry(emulator, entry2)).toBe('{"torn');
    expect(await repair(machine)).toEqual(['repaired .lastgood/history/rag in the bucket']);
    expect(readFromRegistry(emulator, entry2)).toBe(before);
    const other = await openReadMachine(emulator);
    const { status } = await loadModel(other.session, 'rag');
    expect(status.chain.verdict).toBe('intact');
    expect(status.index.entries).toHaveLength(4);
  });

  test('an old job that still copies its folder over the bucket loses nobody a move', async () => {
    const emulator = await openBucketOfS0();
    const old = await openReadMachine(emulator);
    await promote(old.session, 'rag', 'v1');
    const machine = await openUsed(emulator);
    // Its copy is older than the bucket, and knows a pointer as a text.
    copyOver(emulator, old.root);
    putInRegistry(emulator, 'latest', '/srv/ci/models_registry/rag_v3');
    const findings = await repair(machine);
    expect(findings).toContain('repaired latest in the bucket');
    expect(findings.filter(line => !line.startsWith('repaired') && !line.startsWith('note'))).toEqual([]);
    expect(readFromRegistry(emulator, 'latest')).toBe('rag_v2');
    const other = await openReadMachine(emulator);
    const { status } = await loadModel(other.session, 'rag');
    expect(status.recorded.aliases.get('latest')?.version).toBe('v2');
    expect(status.chain.verdict).toBe('intact');
  });

  test('files of a registered version come back by the digests on record; of others it is only said', async () => {
    const emulator = await openBucketOfS0();
    const machine = await openUsed(emulator);
    const names = ['rag_v4/metadata.json', 'rag_v4/summary.json'];
    const before = names.map(name => readFromRegistry(emulator, name));
    for (const name of [...names, 'rag_v1/metadata.json']) putInRegistry(emulator, name, '{"version": "v9"}');
    const findings = await repair(machine);
    expect(findings).toEqual(
      expect.arrayContaining([
        ...names.map(name => `repaired ${name} in the bucket`),
        'needs-decision rag_v1/metadata.json in the bucket',
      ]),
    );
    expect(names.map(name => readFromRegistry(emulator, name))).toEqual(before);
    expect(readFromRegistry(emulator, 'rag_v1/metadata.json')).toBe('{"version": "v9"}');
  });

  test('the file of the registry comes back with the same id', async () => {
    const emulator = await openBucketOfS0();
    const machine = await openUsed(emulator);
    const name = '.lastgood/registry.json';
    const before = JSON.parse(readFromRegistry(emulator, name) ?? '');
    for (const spoil of [
      () => putInRegistry(emulator, name, ''),
      () => emulator.removeObject('bucket', `registry/${name}`),
    ]) {
      spoil();
      expect(await repair(machine)).toContain(`repaired ${name} in the bucket`);
      expect(JSON.parse(readFromRegistry(emulator, name) ?? '')).toMatchObject({
        registryId: before.registryId,
      });
    }
    expect(await repair(machine)).toEqual([]);
  });

  test('a registry of a newer lastgood is left alone', async () => {
    const emulator = await openBucketOfS0();
    const machine = await openUsed(emulator);
    putInRegistry(emulator, '.lastgood/registry.json', '{"format": 2}');
    expect(await promote(machine.session, 'rag', 'v1')).toMatchObject({
      outcome: 'refused',
      problem: { code: 'format-too-new' },
    });
    const findings = await runDoctor(environmentOf(machine.session));
    expect(findings.map(({ message }) => message).join(' ')).toContain('format 2');
    expect(readFromRegistry(emulator, '.lastgood/registry.json')).toBe('{"format": 2}');
  });

  test('a bucket that was begun anew is another registry: nothing is written into it from the old copy', async () => {
    const emulator = await openBucketOfS0();
    const machine = await openUsed(emulator);
    for (const { name } of emulator.listObjects('bucket')) emulator.removeObject('bucket', name);
    const other = await openReadMachine(emulator);
    await apply(other.session, await planRegistration(other.session));
    const before = emulator.listObjects('bucket').map(({ name, generation }) => `${name} ${generation}`);
    expect(await promote(machine.session, 'rag', 'v1')).toMatchObject({ outcome: 'refused' });
    await runDoctor(environmentOf(machine.session)).catch(() => []);
    expect(emulator.listObjects('bucket').map(({ name, generation }) => `${name} ${generation}`)).toEqual(
      before,
    );
  });
});
