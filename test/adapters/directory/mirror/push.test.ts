import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { applySync } from '../../../../src/core/apply/apply-sync.ts';
import type { Transfer, TransferOutcome } from '../../../../src/core/mirror/transfer.ts';
import { loadModel } from '../../../../src/core/session/load-model.ts';
import { listInRegistry, readFromRegistry } from '../../../support/buckets.ts';
import { fullAccess } from '../../../support/gcs/access.ts';
import { openEmulator } from '../../../support/gcs/emulator-rig.ts';
import type { Machine } from '../../../support/machine.ts';
import { openMachine, openReadMachine, readBucket } from '../../../support/mirror-machines.ts';
import { planRegistration } from '../../../support/plan-registration.ts';
import {
  apply,
  findLive,
  openRegistry,
  planPromote,
  promote,
  rollBack,
  writeS0Registry,
  writeS0Version,
} from '../../../support/registry-rig.ts';
import { createTemporaryFolder } from '../../../support/temporary-folder.ts';

/** A registry in a folder, as it was before there was a bucket: versions, a registration of ours, moves and a rollback. */
async function writeRegistry(): Promise<string> {
  const root = createTemporaryFolder();
  writeS0Registry(root, 'rag', 3);
  const session = openRegistry(root);
  await apply(session, await planRegistration(session));
  await promote(session, 'rag', 'v4');
  await rollBack(session, 'rag', 'v3');
  return root;
}

async function listPushes({ session }: Machine): Promise<readonly Transfer[]> {
  return (await session.registry.mirror?.reader.describeTransfers('push')) ?? [];
}

function brief(outcomes: readonly TransferOutcome[]): readonly string[] {
  return outcomes.map(({ transfer, outcome }) => `${outcome} ${transfer.unit} ${transfer.name}`);
}

describe('push', () => {
  test('a registry that was here before goes into an empty bucket whole, and another machine reads the same', async () => {
    const emulator = await openEmulator();
    const root = await writeRegistry();
    const machine = await openReadMachine(emulator, { root });
    const progress: [number, number][] = [];
    const receipt = await applySync(await listPushes(machine), machine.session, {
      onProgress: (done, total) => progress.push([done, total]),
    });
    expect(receipt).toMatchObject({ outcome: 'applied', problem: undefined });
    expect(brief(receipt.outcomes).filter(line => !/^(?:done|already) /.test(line))).toEqual([]);
    expect(progress.at(-1)?.[0]).toBe(progress.at(-1)?.[1]);

    const other = await openReadMachine(emulator);
    expect(await findLive(other.session, 'rag')).toBe('v3');
    const [here, there] = await Promise.all(
      [machine, other].map(async ({ session }) => (await loadModel(session, 'rag')).status),
    );
    expect(there?.index.entries).toEqual(here?.index.entries);
    expect(there?.index.versions).toEqual(here?.index.versions);
    expect(readFromRegistry(emulator, 'latest')).toBe('rag_v3');
    await readBucket(machine);
    expect(await listPushes(machine)).toEqual([]);
    expect(machine.session.registry.mirror?.reader.getCondition().differences).toEqual([]);
    expect(await promote(other.session, 'rag', 'v2')).toMatchObject({ outcome: 'applied' });
  });

  test('a folder of S0, which has no history, goes into an empty bucket with its latest', async () => {
    const emulator = await openEmulator();
    const root = createTemporaryFolder();
    writeS0Registry(root, 'rag', 2, 1);
    const machine = await openReadMachine(emulator, { root });
    const receipt = await applySync(await listPushes(machine), machine.session);
    expect(receipt).toMatchObject({ outcome: 'applied', problem: undefined });
    expect(readFromRegistry(emulator, 'latest')).toBe('rag_v1');
    const other = await openReadMachine(emulator);
    expect(await findLive(other.session, 'rag')).toBe('v1');
    expect(await listPushes(machine)).toEqual([]);
    await readBucket(machine);
    expect(machine.session.registry.mirror?.reader.getCondition().differences).toEqual([]);
  });

  test('before it was pushed, a write says that the history here goes on where the bucket ends', async () => {
    const emulator = await openEmulator();
    const machine = await openReadMachine(emulator, { root: await writeRegistry() });
    const { blockers } = await planPromote(machine.session, 'rag', 'v1');
    expect(blockers[0]).toMatchObject({ code: 'history-ahead' });
    expect(blockers[0]?.hint).toContain('sync push');
    expect(listInRegistry(emulator, '.lastgood/history/')).toEqual([]);
  });

  test('a push that is cut off anywhere leaves whole versions only, and goes on where it ended', async () => {
    const emulator = await openEmulator();
    const root = await writeRegistry();
    for (let round = 0; ; round += 1) {
      expect(round).toBeLessThan(60);
      let left = 3;
      const machine = await openReadMachine(emulator, {
        root,
        budgetMs: 0,
        wrap: store => ({
          ...store,
          write: async (write, options) => {
            if (left === 0) throw new DOMException('the process is gone', 'AbortError');
            const written = await store.write(write, options);
            // What is there already costs no step forward.
            if (written.outcome === 'written') left -= 1;
            return written;
          },
        }),
      });
      const pushes = await listPushes(machine);
      if (pushes.length === 0) break;
      await applySync(pushes, machine.session);
      const other = await openReadMachine(emulator);
      const models = (await other.session.registry.reader.loadIndex()).models;
      for (const { version } of models[0]?.versions ?? []) {
        const { checks } = await other.session.registry.reader.verifyVersion('rag', version);
        expect(checks.filter(({ outcome }) => outcome === 'missing' || outcome === 'differs')).toEqual([]);
      }
    }
    const other = await openReadMachine(emulator);
    expect(await findLive(other.session, 'rag')).toBe('v3');
  });

  test('a version whose number another one has in the bucket is refused, and the others are carried', async () => {
    const emulator = await openEmulator();
    const one = await openReadMachine(emulator);
    await apply(one.session, await planRegistration(one.session));
    const root = createTemporaryFolder();
    const machine = openMachine(emulator, { root });
    writeS0Version(root, 'rag', 1);
    writeS0Version(root, 'rag', 2);
    const names = (version: string): readonly string[] =>
      ['metadata.json', 'summary.json'].map(name => `rag_${version}/${name}`);
    const transfers = ['v1', 'v2'].map(version => ({
      to: 'bucket',
      act: 'add',
      unit: 'version',
      name: `rag_${version}`,
      files: names(version),
      sizeBytes: 10,
      why: 'test',
    })) satisfies readonly Transfer[];
    const before = readFromRegistry(emulator, 'rag_v1/metadata.json');
    const receipt = await applySync(transfers, machine.session);
    expect(receipt).toMatchObject({ outcome: 'partial', problem: { code: 'partly-done' } });
    expect(brief(receipt.outcomes).toSorted()).toEqual(['done version rag_v2', 'refused version rag_v1']);
    expect(readFromRegistry(emulator, 'rag_v1/metadata.json')).toBe(before);
  });

  test('a history that is another one in the bucket is not carried, and nothing there is overwritten', async () => {
    const emulator = await openEmulator();
    const root = await writeRegistry();
    const other = await openReadMachine(emulator);
    await apply(other.session, await planRegistration(other.session));
    const name = '.lastgood/history/rag/00000001.json';
    const before = readFromRegistry(emulator, name);
    const machine = openMachine(emulator, { root });
    const files = [name, '.lastgood/history/rag/00000002.json'];
    const transfer: Transfer = {
      ...{ to: 'bucket', act: 'add', unit: 'history', name: '.lastgood/history/rag' },
      ...{ files, sizeBytes: 1, why: 'test' },
    };
    const receipt = await applySync([transfer], machine.session);
    // Two registries that were never one: not even their ids are the same.
    expect(receipt).toMatchObject({ outcome: 'refused', problem: { code: 'history-damaged' } });
    expect(readFromRegistry(emulator, name)).toBe(before);
    expect(listInRegistry(emulator, '.lastgood/history/')).toHaveLength(1);
  });

  test('nothing is pushed where writing is off, and nothing that an account may not write', async () => {
    const emulator = await openEmulator();
    const machine = await openReadMachine(emulator, { root: await writeRegistry() });
    const pushes = await listPushes(machine);
    const readOnly = { ...machine.session, writes: { access: 'read-only', because: 'test' } } as const;
    expect(await applySync(pushes, readOnly)).toMatchObject({
      outcome: 'refused',
      outcomes: [],
      problem: { code: 'read-only' },
    });
    emulator.setAccess({ ...fullAccess, canWrite: false });
    emulator.forgetRequests();
    expect(await applySync(pushes, machine.session)).toMatchObject({
      outcome: 'refused',
      problem: { code: 'access-denied' },
    });
    expect(emulator.requests.length).toBeLessThan(5);
    expect(listInRegistry(emulator)).toEqual([]);
  });

  test('a version more costs a look at the registry file, a claim and its files', async () => {
    const emulator = await openEmulator();
    const machine = await openReadMachine(emulator, { root: await writeRegistry() });
    await applySync(await listPushes(machine), machine.session);
    writeS0Version(machine.root, 'rag', 9);
    emulator.forgetRequests();
    const receipt = await applySync(await listPushes(machine), machine.session);
    expect(brief(receipt.outcomes)).toEqual(['done version rag_v9']);
    const files = readdirSync(join(machine.root, 'rag_v9')).map(name => `rag_v9/${name}`);
    const wanted = ['.lastgood/registry.json', '.lastgood/claims/rag_v9', ...files];
    const asked = emulator.requests.map(({ name }) => name?.slice('registry/'.length));
    expect(asked.toSorted()).toEqual(wanted.toSorted());
  });

  test('a push that is stopped says what it did not reach', async () => {
    const emulator = await openEmulator();
    const machine = await openReadMachine(emulator, { root: await writeRegistry() });
    const stop = new AbortController();
    const receipt = await applySync(await listPushes(machine), machine.session, {
      signal: stop.signal,
      onTransfer: () => stop.abort(),
    });
    expect(receipt).toMatchObject({ outcome: 'partial', problem: { code: 'partly-done' } });
    expect(receipt.outcomes.length).toBeGreaterThan(0);
    expect(receipt.outcomes.length).toBeLessThan(receipt.transfers.length);
  });
});
