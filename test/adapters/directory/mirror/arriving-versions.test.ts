import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { IndexedVersion, ModelIndex } from '../../../../src/core/registry/registry-index.ts';
import { loadModel } from '../../../../src/core/session/load-model.ts';
import { loadOverview } from '../../../../src/core/session/load-overview.ts';
import type { Emulator } from '../../../support/gcs/emulator.ts';
import { openEmulator } from '../../../support/gcs/emulator-rig.ts';
import type { Machine } from '../../../support/machine.ts';
import { openMachine, readBucket } from '../../../support/mirror-machines.ts';
import { apply, planPromote } from '../../../support/registry-rig.ts';
import { put, sampleMetadata } from './mirror-rig.ts';

/** A bucket that the original's copying tool filled: versions of two plain files, and what `latest` led to as copied files. */
async function openPlain(versions: number, live: number): Promise<Emulator> {
  const emulator = await openEmulator();
  for (let number = 1; number <= versions; number += 1) {
    put(emulator, `rag_v${number}/metadata.json`, sampleMetadata('rag', `v${number}`), 'plain');
    put(emulator, `rag_v${number}/summary.json`, '{"groundedness": 4}', 'plain');
  }
  put(emulator, 'rag_v7000/summary.json', '{}', 'plain');
  put(emulator, 'latest/metadata.json', sampleMetadata('rag', `v${live}`), 'plain');
  return emulator;
}

/** Watches the registry as a console does, which begins to read the bucket; ends with the test. */
function watch({ session }: Machine): { readonly next: () => Promise<void> } {
  let told = Promise.withResolvers<void>();
  const stop = session.registry.reader.watch(() => {
    told.resolve();
    told = Promise.withResolvers();
  });
  onTestFinished(stop);
  return { next: () => told.promise };
}

async function findRag({ session }: Machine): Promise<ModelIndex | undefined> {
  const { models } = await session.registry.reader.loadIndex();
  return models.find(({ model }) => model === 'rag');
}

function isArriving({ arriving }: IndexedVersion): boolean {
  return arriving !== undefined;
}

function countKinds({ requests }: Emulator): readonly string[] {
  return [...new Set(requests.map(({ kind }) => kind))];
}

/** Numbers of the versions whose records were asked for, in that order. */
function listAsked({ requests }: Emulator): readonly number[] {
  return requests.flatMap(({ kind, path }) => {
    const number = /rag_v(\d+)\/metadata/.exec(decodeURIComponent(path))?.[1];
    return kind === 'read' && number !== undefined ? [Number(number)] : [];
  });
}

describe('a bucket of plain files, opened for the first time by who watches', () => {
  test('is seen after one list: names, files and times are there before any record is asked for', async () => {
    const emulator = await openPlain(1_200, 1_198);
    emulator.setLatency(100);
    const machine = openMachine(emulator, { budgetMs: 20_000 });
    await watch(machine).next();
    const rag = await findRag(machine);
    expect(emulator.requests.length).toBeLessThanOrEqual(3);
    expect(countKinds(emulator)).toEqual(['list']);
    expect(rag?.versions).toHaveLength(500);
    expect(rag?.versions.every(isArriving)).toBe(true);
    expect(rag).toMatchObject({ isArriving: true });
    const [version] = await machine.session.registry.reader.loadVersions('rag', ['v100'], 'listing');
    expect(version).toMatchObject({ whole: 'incomplete', arriving: { fileCount: 2 } });
  });

  test('fills in what is live first, then from the newest on, and nothing is on its way in the end', async () => {
    const emulator = await openPlain(150, 3);
    emulator.setLatency(30);
    const machine = openMachine(emulator, { budgetMs: 20_000 });
    watch(machine);
    const counts = new Set<number>();
    const numbers = new Set<number>();
    await vi.waitFor(
      async () => {
        const rag = await findRag(machine);
        counts.add(rag?.versions.filter(isArriving).length ?? 0);
        if (rag !== undefined && !rag.isArriving) numbers.add(rag.versions.length);
        expect(machine.session.registry.mirror?.reader.getCondition().isRead).toBe(true);
      },
      { timeout: 20_000, interval: 10 },
    );
    expect(counts.size).toBeGreaterThan(2);
    expect([...numbers]).toEqual([150]);
    expect(listAsked(emulator).slice(0, 4)).toEqual([3, 150, 149, 148]);
    const rag = await findRag(machine);
    expect(rag?.versions).toHaveLength(150);
    expect(rag?.versions.some(isArriving)).toBe(false);
    expect(rag?.isArriving).toBeUndefined();
  });

  test('says what is live as soon as it was listed, and calls nothing damaged or missing', async () => {
    const emulator = await openPlain(60, 3);
    emulator.addFault({ kind: 'read', does: 'delay', delayMs: 300, times: Number.POSITIVE_INFINITY });
    const machine = openMachine(emulator, { budgetMs: 20_000 });
    watch(machine);
    await vi.waitFor(async () => expect((await findRag(machine))?.pointers).toHaveLength(1));
    expect(listAsked(emulator).length).toBeLessThan(40);
    const { models } = await loadOverview(machine.session);
    expect(models.map(({ status }) => status.concerns)).toEqual([[]]);
    expect(models[0]?.status.effective.aliases.get('latest')?.version).toBe('v3');
    await readBucket(machine);
  });

  test('a version without metadata.json in the bucket stays invisible, however many files it has', async () => {
    const emulator = await openPlain(60, 3);
    emulator.setLatency(30);
    const machine = openMachine(emulator, { budgetMs: 20_000 });
    const watching = watch(machine);
    await watching.next();
    expect((await findRag(machine))?.versions.some(({ version }) => version === 'v7000')).toBe(false);
    await readBucket(machine);
    expect((await findRag(machine))?.versions).toHaveLength(60);
  });
});

describe('a write while records are on their way', () => {
  test('is not planned before the bucket was listed to its end', async () => {
    const emulator = await openPlain(600, 3);
    emulator.setLatency(100);
    const machine = openMachine(emulator, { budgetMs: 20_000 });
    await watch(machine).next();
    const { blockers } = await planPromote(machine.session, 'rag', 'v100');
    expect(blockers.map(({ message }) => message)).toContain(
      'The history of rag is still on its way from the bucket.',
    );
  });

  test('is not planned for a version whose record is not here, and one for another waits for all of the bucket', async () => {
    const emulator = await openPlain(120, 3);
    emulator.addFault({
      kind: 'read',
      name: /rag_v1\/metadata/,
      does: 'delay',
      // Longer than a busy machine needs for all the others.
      delayMs: 3000,
      times: Number.POSITIVE_INFINITY,
    });
    const machine = openMachine(emulator, { budgetMs: 60_000 });
    watch(machine);
    await vi.waitFor(
      async () => {
        const rag = await findRag(machine);
        expect(rag?.versions.filter(isArriving).map(({ version }) => version)).toEqual(['v1']);
        expect(rag?.versions).toHaveLength(120);
      },
      { timeout: 30_000, interval: 20 },
    );
    const early = await planPromote(machine.session, 'rag', 'v1');
    expect(early.blockers.map(({ code, message }) => `${code} ${message}`)).toEqual([
      'version-incomplete rag v1 is still on its way from the bucket.',
    ]);
    const plan = await planPromote(machine.session, 'rag', 'v120');
    expect(await apply(machine.session, plan)).toMatchObject({ outcome: 'applied' });
    const { effective, index } = (await loadModel(machine.session, 'rag')).status;
    expect(effective.aliases.get('latest')?.version).toBe('v120');
    expect(index.versions.some(isArriving)).toBe(false);
  });
});

describe('who only reads once', () => {
  test('is told of what is here, never of what is on its way', async () => {
    const emulator = await openPlain(120, 3);
    emulator.setLatency(30);
    const machine = openMachine(emulator, { budgetMs: 20_000 });
    let isOver = false;
    const reading = readBucket(machine).finally(() => {
      isOver = true;
    });
    let mostArriving = 0;
    while (!isOver) {
      const rag = await findRag(machine);
      mostArriving = Math.max(mostArriving, rag?.versions.filter(isArriving).length ?? 0);
    }
    await reading;
    expect(mostArriving).toBe(0);
    expect((await findRag(machine))?.versions).toHaveLength(120);
  });
});

test.each([
  ['given up', []],
  ['killed, so that nothing of it is remembered', ['mirror.json', 'mirror-objects']],
])('a first read that is %s goes on where it was: no record is asked for twice', async (_, forgotten) => {
  const emulator = await openPlain(150, 3);
  emulator.setLatency(30);
  const first = openMachine(emulator, { budgetMs: 20_000 });
  const stop = new AbortController();
  const reading = first.session.registry.mirror?.reader.refresh({ signal: stop.signal });
  await vi.waitFor(() => expect(existsSync(join(first.root, 'rag_v140', 'metadata.json'))).toBe(true), {
    interval: 5,
  });
  stop.abort();
  await expect(reading).rejects.toThrow();
  await vi.waitFor(() =>
    expect(first.session.registry.mirror?.reader.getCondition().isRefreshing).toBe(false),
  );
  const done = listAsked(emulator).filter(number =>
    existsSync(join(first.root, `rag_v${number}`, 'metadata.json')),
  );
  expect(done.length).toBeLessThan(150);
  for (const name of forgotten) rmSync(join(first.root, '.lastgood', name), { force: true });
  emulator.forgetRequests();
  const next = openMachine(emulator, { root: first.root, budgetMs: 20_000 });
  await readBucket(next);
  expect(listAsked(emulator).filter(number => done.includes(number))).toEqual([]);
  expect((await findRag(next))?.versions).toHaveLength(150);
});
