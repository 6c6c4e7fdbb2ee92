import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatHistoryEntry } from '../../../../src/core/history/parse-entry.ts';
import type { FileSystem } from '../../../../src/core/ports/file-system.ts';
import { createFaultyFileSystem, type Fault as FileFault } from '../../../support/faulty-file-system.ts';
import type { Emulator } from '../../../support/gcs/emulator.ts';
import { openEmulator } from '../../../support/gcs/emulator-rig.ts';
import type { Fault } from '../../../support/gcs/faults.ts';
import { isWholeProof } from '../../../support/proof-size.ts';
import { sampleChain } from '../../../support/sample-entries.ts';
import { createTemporaryFolder } from '../../../support/temporary-folder.ts';
import { listFiles, type MirrorRig, openMirror, put, sampleMetadata } from './mirror-rig.ts';

/** `npm test` takes every third call. */
const step = isWholeProof ? 1 : 5;

const seenAtMs = Date.UTC(2026, 10, 21, 3);
const seenAt = new Date(seenAtMs).toISOString();

/** A copy that was read once, of a bucket that has gone on since: a version, two entries and an unpacked file. */
async function openBehind(options: Parameters<typeof openMirror>[0] = {}): Promise<MirrorRig> {
  const rig = await openMirror({ now: () => seenAtMs, budgetMs: 500, ...options });
  put(rig.emulator, 'rag_v1/metadata.json', sampleMetadata('rag', 'v1'));
  put(rig.emulator, '.lastgood/history/rag/00000001.json', formatHistoryEntry(entryAt(1)));
  await rig.mirror.refresh();
  for (const version of ['v2', 'v3']) {
    put(rig.emulator, `rag_${version}/summary.json`, '{"groundedness": 4}', 'plain');
    put(rig.emulator, `rag_${version}/metadata.json`, sampleMetadata('rag', version));
  }
  for (const generation of [2, 3])
    put(
      rig.emulator,
      `.lastgood/history/rag/0000000${generation}.json`,
      formatHistoryEntry(entryAt(generation)),
    );
  return rig;
}

function entryAt(generation: number) {
  const entry = sampleChain(3)[generation - 1]?.entry;
  if (entry === undefined) throw new Error('no such entry');
  return entry;
}

/** Every file of the copy is one that the bucket has, byte for byte, or one of ours; every version there is whole. */
async function expectValid(rig: MirrorRig): Promise<void> {
  const objects = new Map(rig.emulator.listObjects('bucket').map(({ name, body }) => [name, body]));
  const copied = listFiles(rig.root).filter(name => !/^\.lastgood\/(mirror|tmp|\.lastgood-)/.test(name));
  const strange = copied.filter(name => {
    const body = objects.get(`registry/${name}`);
    return body === undefined || !readFileSync(join(rig.root, name)).equals(body);
  });
  expect(strange).toEqual([]);
  const index = await rig.reader.loadIndex();
  const [model] = index.models;
  expect(model?.defects).toEqual([]);
  expect(model?.entries.map(({ entry }) => entry.generation)).toEqual(
    Array.from({ length: model?.entries.length ?? 0 }, (_, place) => place + 1),
  );
}

const faults: readonly (readonly [string, Fault, string])[] = [
  ['503 for every file', { kind: 'read', does: 'status', status: 503, times: 99 }, 'network-failed'],
  ['503 for the list', { kind: 'list', does: 'status', status: 503, times: 99 }, 'network-failed'],
  ['an answer that never comes', { kind: 'read', does: 'stall', times: 99 }, 'network-failed'],
  ['a connection that drops', { kind: 'read', does: 'drop-before', times: 99 }, 'network-failed'],
  ['half an answer', { kind: 'list', does: 'truncate', times: 99 }, 'network-failed'],
];

describe('a read of the bucket that fails in the middle', () => {
  it.each(faults)('because of %s leaves a valid copy and the old time', async (_, fault, code) => {
    // Only who waits for nothing is impatient: on a busy machine an answer takes its time.
    const rig = await openBehind(fault.does === 'stall' ? { metadataMs: 1_000 } : {});
    rig.emulator.addFault(fault);
    await expect(rig.mirror.refresh()).rejects.toMatchObject({ code });
    expect(rig.mirror.getCondition()).toMatchObject({ seenAt, isRefreshing: false, problem: { code } });
    await expectValid(rig);
    rig.emulator.clearFaults();
    await rig.mirror.refresh();
    expect(rig.mirror.getCondition().problem).toBeUndefined();
    await expectValid(rig);
    expect((await rig.reader.loadIndex()).models[0]?.pointers).toMatchObject([
      { target: 'latest', reading: { state: 'names', version: 'v3' } },
      { target: 'rag_latest', reading: { state: 'names', version: 'v3' } },
    ]);
  });

  it('because the login may read but not list says so, and keeps what is here', async () => {
    const rig = await openBehind();
    rig.emulator.setAccess({ canRead: true, canList: false, canWrite: false, isLoggedIn: true });
    await expect(rig.mirror.refresh()).rejects.toMatchObject({ code: 'access-denied' });
    expect(rig.mirror.getCondition()).toMatchObject({ seenAt, problem: { code: 'access-denied' } });
    expect((await rig.reader.loadIndex()).models[0]?.versions).toHaveLength(1);
  });

  it('because it is given up is no problem of the bucket', async () => {
    const rig = await openBehind();
    rig.emulator.setLatency(100);
    const giveUp = new AbortController();
    const reading = rig.mirror.refresh({ signal: giveUp.signal });
    giveUp.abort(new Error('enough'));
    await expect(reading).rejects.toThrow('enough');
    expect(rig.mirror.getCondition()).toMatchObject({ seenAt, isRefreshing: false, problem: undefined });
    await expectValid(rig);
  });

  it.each([
    ['because the disk is full', { fault: 'failure', errno: 'ENOSPC' }],
    ['because nothing can be written', { fault: 'failure', errno: 'EROFS' }],
    ['because the process is killed halfway', { fault: 'crash', when: 'halfway' }],
    ['because the process is killed', { fault: 'crash', when: 'after' }],
  ] as const)('%s at a call leaves a valid copy, and the next read completes it', async (_, fault) => {
    const emulator = await openEmulator();
    let calls = 1;
    let failures = 0;
    for (let at = 1; at <= calls; at += step) {
      const root = join(createTemporaryFolder(), 'registry');
      const rig = await openBehind({ emulator, root });
      const { mirror, countCalls } = await openFaulty(emulator, root, { ...fault, at });
      const answer = await mirror.refresh().catch((thrown: unknown) => thrown);
      if (answer instanceof Error) {
        failures += 1;
        expect(mirror.getCondition().seenAt).toBe(seenAt);
        // What could not be brought here says nothing of the bucket.
        const kinds = mirror.getCondition().differences.map(({ kind }) => kind);
        expect(kinds).not.toContain('history-damaged');
        if (fault.fault === 'failure') expect(answer).toMatchObject({ name: 'UnavailableError' });
      }
      calls = Math.max(calls, countCalls());
      await expectValid(rig);
      await expectCompleted(emulator, root);
      for (const { name } of emulator.listObjects('bucket')) emulator.removeObject('bucket', name);
    }
    expect(failures).toBeGreaterThan(20 / step);
  });
});

/** The same copy, opened by a process whose disk goes wrong. */
async function openFaulty(emulator: Emulator, root: string, fault: FileFault) {
  let countCalls = (): number => 0;
  const wrap = (inner: FileSystem): FileSystem => {
    const run = createFaultyFileSystem(inner, root, fault);
    countCalls = () => run.calls().length;
    return run.fileSystem;
  };
  const { mirror } = await openMirror({ emulator, root, wrap, now: () => seenAtMs + 1000 });
  return { mirror, countCalls };
}

async function expectCompleted(emulator: Emulator, root: string): Promise<void> {
  const { mirror, reader } = await openMirror({ emulator, root });
  const { differences } = await mirror.refresh();
  expect(differences.filter(({ kind }) => kind !== 'pointer-stale')).toEqual([]);
  expect((await reader.loadIndex()).models[0]?.pointers).toMatchObject([
    { reading: { state: 'names', version: 'v3' } },
    { reading: { state: 'names', version: 'v3' } },
  ]);
}
