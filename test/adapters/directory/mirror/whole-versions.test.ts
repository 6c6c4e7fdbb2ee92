import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { examine } from '../../../../src/core/apply/run-doctor.ts';
import { loadModel } from '../../../../src/core/session/load-model.ts';
import { resolveLive } from '../../../../src/core/session/resolve-live.ts';
import { listInRegistry, openBucketOfS0, putInRegistry, readFromRegistry } from '../../../support/buckets.ts';
import type { Emulator } from '../../../support/gcs/emulator.ts';
import type { Machine } from '../../../support/machine.ts';
import { openReadMachine, readBucket } from '../../../support/mirror-machines.ts';
import { planRegistration } from '../../../support/plan-registration.ts';
import { apply, promote } from '../../../support/registry-rig.ts';

/** More than comes with a read of the bucket. */
const large = 'w'.repeat(9 * 1024 * 1024);

function remove(emulator: Emulator, ...names: readonly string[]): void {
  for (const name of names) emulator.removeObject('bucket', `registry/${name}`);
}

function removeVersion(emulator: Emulator, version: string): void {
  remove(emulator, ...listInRegistry(emulator, `rag_${version}/`));
}

async function carry({ session }: Machine, direction: 'pull' | 'push') {
  const { mirror } = session.registry;
  const transfers = (await mirror?.reader.describeTransfers(direction)) ?? [];
  return (await mirror?.writer.transfer(transfers)) ?? [];
}

function list({ session }: Machine): readonly string[] {
  const { differences } = session.registry.mirror?.reader.getCondition() ?? { differences: [] };
  return differences.map(({ kind, name }) => `${kind} ${name}`);
}

function tell({ session }: Machine): string {
  const { differences } = session.registry.mirror?.reader.getCondition() ?? { differences: [] };
  return differences.map(({ detail }) => detail).join('\n');
}

async function listConcerns({ session }: Machine): Promise<readonly string[]> {
  const { status } = await loadModel(session, 'rag');
  return status.concerns.map(({ kind, message }) => `${kind} ${message}`);
}

async function resolve({ session }: Machine) {
  return await resolveLive(session, 'rag', 'latest');
}

/** A bucket in which v3, with large weights nobody recorded, is live: `anna` has all of it, `bob` all but the weights. */
async function openWithWeights() {
  const emulator = await openBucketOfS0();
  putInRegistry(emulator, 'rag_v3/weights.bin', large);
  const anna = await openReadMachine(emulator);
  await promote(anna.session, 'rag', 'v2');
  await promote(anna.session, 'rag', 'v3');
  await readBucket(anna);
  await carry(anna, 'pull');
  return { emulator, anna, bob: await openReadMachine(emulator) };
}

/** A bucket in which v4, registered by lastgood, is live. */
async function openRegistered() {
  const emulator = await openBucketOfS0();
  const anna = await openReadMachine(emulator);
  await apply(anna.session, await planRegistration(anna.session));
  await promote(anna.session, 'rag', 'v4');
  return { emulator, anna, record: readFromRegistry(emulator, 'rag_v4/metadata.json') ?? '' };
}

describe('a live version of which the bucket lost a file', () => {
  test('is missing for who has the file, which a push puts back, and for who has not', async () => {
    const { emulator, anna, bob } = await openWithWeights();
    remove(emulator, 'rag_v3/weights.bin');
    for (const machine of [anna, bob]) {
      await readBucket(machine);
      expect(list(machine)).toEqual(['live-missing rag_v3']);
      expect(await listConcerns(machine)).toEqual([
        expect.stringMatching(/live-damaged v3, live under latest, .*weights\.bin/),
      ]);
      expect(await examine(machine.session)).toContainEqual(expect.objectContaining({ state: 'damaged' }));
    }
    expect((await resolve(anna)).missingElsewhere?.hint).toMatch(/sync push/);
    await expect(resolve(bob)).rejects.toMatchObject({
      code: 'version-incomplete',
      hint: expect.stringMatching(/[Rr]oll back.*sync push/),
    });
    expect(await carry(bob, 'push')).toEqual([]);
    expect(await carry(anna, 'push')).toMatchObject([{ outcome: 'done' }]);
    expect(readFromRegistry(emulator, 'rag_v3/weights.bin')).toBe(large);
    for (const machine of [anna, bob]) {
      await readBucket(machine);
      expect(list(machine).filter(each => each.startsWith('live-missing'))).toEqual([]);
      expect((await resolve(machine)).missingElsewhere).toBeUndefined();
    }
  });

  test('is missing for a fresh machine where its record names the file', async () => {
    const { emulator, anna } = await openRegistered();
    remove(emulator, 'rag_v4/summary.json');
    const fresh = await openReadMachine(emulator);
    expect(list(fresh)).toContain('live-missing rag_v4');
    await expect(resolve(fresh)).rejects.toMatchObject({ code: 'version-incomplete' });
    await readBucket(anna);
    expect(await carry(anna, 'push')).toMatchObject([{ outcome: 'done' }]);
    expect(readFromRegistry(emulator, 'rag_v4/summary.json')).toBe('{"groundedness": 4.5}');
    await readBucket(fresh);
    expect(await resolve(fresh)).toMatchObject({ version: 'v4' });
  });

  test('gets no file back that was changed here', async () => {
    const { emulator, anna } = await openRegistered();
    remove(emulator, 'rag_v4/summary.json');
    writeFileSync(join(anna.root, 'rag_v4/summary.json'), '{"groundedness": 9.5}');
    await readBucket(anna);
    expect(await carry(anna, 'push')).toMatchObject([{ outcome: 'refused' }]);
    expect(readFromRegistry(emulator, 'rag_v4/summary.json')).toBeUndefined();
  });
});

describe('a live version that the bucket lost', () => {
  test('is not put back from a copy that lacks a file of it', async () => {
    const { emulator, anna, bob } = await openWithWeights();
    removeVersion(emulator, 'v3');
    await readBucket(bob);
    await expect(resolve(bob)).rejects.toMatchObject({ code: 'version-incomplete' });
    const [refused] = await carry(bob, 'push');
    expect(refused).toMatchObject({ outcome: 'refused' });
    expect(refused?.problem).toMatch(/weights\.bin.*not on this machine/);
    expect(listInRegistry(emulator, 'rag_v3/')).toEqual([]);
    await readBucket(anna);
    expect(await carry(anna, 'push')).toMatchObject([{ outcome: 'done' }]);
    expect(listInRegistry(emulator, 'rag_v3/')).toEqual([
      'rag_v3/metadata.json',
      'rag_v3/summary.json',
      'rag_v3/weights.bin',
    ]);
  });

  test('is not put back where this machine saw its record replaced and no digest is on record', async () => {
    const { emulator, anna } = await openWithWeights();
    const right = readFromRegistry(emulator, 'rag_v3/metadata.json') ?? '';
    putInRegistry(emulator, 'rag_v3/metadata.json', right.replace('{', '{ "evil": 1,'));
    const misled = await openReadMachine(emulator);
    await carry(misled, 'pull');
    putInRegistry(emulator, 'rag_v3/metadata.json', right);
    await readBucket(misled);
    removeVersion(emulator, 'v3');
    await readBucket(misled);
    const [refused] = await carry(misled, 'push');
    expect(refused).toMatchObject({ outcome: 'refused' });
    expect(refused?.problem).toMatch(/[0-9a-f]{32}.*[0-9a-f]{32}/);
    expect(listInRegistry(emulator, 'rag_v3/')).toEqual([]);
    await readBucket(anna);
    expect(await carry(anna, 'push')).toMatchObject([{ outcome: 'done' }]);
    expect(readFromRegistry(emulator, 'rag_v3/metadata.json')).toBe(right);
  });
});

describe('a live record replaced in the bucket whose digest is on record', () => {
  test('is altered on a fresh machine, which believes neither it nor itself', async () => {
    const { emulator, record } = await openRegistered();
    putInRegistry(emulator, 'rag_v4/metadata.json', record.replace('{', '{ "evil": 1,'));
    const fresh = await openReadMachine(emulator);
    expect(list(fresh)).toContain('record-altered rag_v4/metadata.json');
    expect(await listConcerns(fresh)).toEqual([expect.stringMatching(/live-damaged v4.*digest/)]);
    await expect(resolve(fresh)).rejects.toMatchObject({ code: 'version-damaged' });
    expect(await examine(fresh.session)).toContainEqual(
      expect.objectContaining({ subject: 'rag_v4/metadata.json', state: 'needs-decision' }),
    );
    putInRegistry(emulator, 'rag_v4/metadata.json', record);
    await readBucket(fresh);
    expect(list(fresh)).toEqual(['changed-here rag_v4/metadata.json']);
    expect(tell(fresh)).toMatch(/not here as it was registered/);
    await expect(resolve(fresh)).rejects.toMatchObject({ hint: expect.stringMatching(/sync pull/) });
    expect(await carry(fresh, 'pull')).toMatchObject([{ outcome: 'done' }]);
    await readBucket(fresh);
    expect(list(fresh)).toEqual([]);
    expect(await resolve(fresh)).toMatchObject({ version: 'v4', missingElsewhere: undefined });
  });
});

describe('a version whose folder in the copy is no folder', () => {
  test.each(['link', 'file'])('is told of as a %s, and set aside by a pull', async what => {
    const { root, session } = await openCovered(what);
    const machine = { root, session } as Machine;
    expect(list(machine)).toEqual(['changed-here rag_v3']);
    expect(tell(machine)).toMatch(/in the place of its folder/);
    expect(await listConcerns(machine)).toEqual([expect.stringMatching(/live-damaged v3.*in the place of/)]);
    await expect(resolve(machine)).rejects.toMatchObject({ hint: expect.stringMatching(/sync pull/) });
    expect(await examine(session)).toContainEqual(expect.objectContaining({ state: 'damaged' }));
    expect(await carry(machine, 'pull')).toMatchObject([{ outcome: 'done' }]);
    await readBucket(machine);
    expect(list(machine)).toEqual([]);
    expect(await resolve(machine)).toMatchObject({ version: 'v3' });
    expect(readFileSync(join(root, 'rag_v3/metadata.json'), 'utf8')).toContain('"v3"');
  });
});

/** A machine on which something else stands in the place of live v3's folder, and the bucket was read since. */
async function openCovered(what: string): Promise<Machine> {
  const emulator = await openBucketOfS0();
  const machine = await openReadMachine(emulator);
  await promote(machine.session, 'rag', 'v2');
  await promote(machine.session, 'rag', 'v3');
  const folder = join(machine.root, 'rag_v3');
  if (what === 'file') {
    rmSync(folder, { recursive: true });
    writeFileSync(folder, '');
  } else {
    mkdirSync(join(machine.root, 'elsewhere'));
    renameSync(folder, join(machine.root, 'elsewhere/rag_v3'));
    symlinkSync(join(machine.root, 'elsewhere/rag_v3'), folder);
  }
  await readBucket(machine);
  return machine;
}
