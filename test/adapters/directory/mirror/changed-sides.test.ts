import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { carryPull } from '../../../../src/adapters/directory/mirror/carry-pull.ts';
import type { HistoryEntry } from '../../../../src/core/history/entry.ts';
import { formatHistoryEntry } from '../../../../src/core/history/parse-entry.ts';
import type { TransferOutcome } from '../../../../src/core/mirror/transfer.ts';
import { sampleChain } from '../../../support/sample-entries.ts';
import {
  brief,
  countRequests,
  listFiles,
  type MirrorRig,
  openMirror,
  put,
  sampleMetadata,
} from './mirror-rig.ts';

/** A copy of one version with a summary. */
async function openVersion(): Promise<MirrorRig> {
  const rig = await openMirror();
  put(rig.emulator, 'rag_v1/metadata.json', sampleMetadata('rag', 'v1'));
  put(rig.emulator, 'rag_v1/summary.json', '{"groundedness": 4}', 'plain');
  await rig.mirror.refresh();
  return rig;
}

async function pull(rig: MirrorRig): Promise<readonly TransferOutcome[]> {
  const transfers = await rig.mirror.describeTransfers('pull');
  return await carryPull(rig.context, transfers);
}

function read(rig: MirrorRig, name: string): string {
  return readFileSync(join(rig.root, name), 'utf8');
}

function entryName(generation: number): string {
  return `.lastgood/history/rag/${String(generation).padStart(8, '0')}.json`;
}

function putChain(rig: MirrorRig, length: number, change: Partial<HistoryEntry> = {}): void {
  for (const { entry } of sampleChain(length, change))
    put(rig.emulator, entryName(entry.generation), formatHistoryEntry(entry));
}

describe('a file that was changed here by hand', () => {
  it('is reported at every read, and never overwritten', async () => {
    const rig = await openVersion();
    writeFileSync(join(rig.root, 'rag_v1/summary.json'), '{"groundedness": 5}');
    for (let time = 1; time <= 2; time += 1) {
      const { differences } = await rig.mirror.refresh();
      expect(brief(differences)).toEqual(['changed-here rag_v1/summary.json']);
      expect(read(rig, 'rag_v1/summary.json')).toBe('{"groundedness": 5}');
    }
    expect(brief(rig.mirror.getCondition().differences)).toEqual(['changed-here rag_v1/summary.json']);
  });

  it('is noticed when its size is the same and its time was set back', async () => {
    const rig = await openVersion();
    const path = join(rig.root, 'rag_v1/summary.json');
    writeFileSync(path, '{"groundedness": 5}');
    utimesSync(path, 1_700_000_000, 1_700_000_000);
    expect(brief((await rig.mirror.refresh()).differences)).toEqual(['changed-here rag_v1/summary.json']);
  });

  it('is no change when it was only touched', async () => {
    const rig = await openVersion();
    utimesSync(join(rig.root, 'rag_v1/summary.json'), 1_700_000_000, 1_700_000_000);
    rig.emulator.forgetRequests();
    expect((await rig.mirror.refresh()).differences).toEqual([]);
    expect(countRequests(rig.emulator)).toEqual({ list: 1 });
  });

  it('is set aside by a pull, which brings what the bucket has', async () => {
    const rig = await openVersion();
    writeFileSync(join(rig.root, 'rag_v1/summary.json'), '{"groundedness": 5}');
    await rig.mirror.refresh();
    const outcomes = await pull(rig);
    expect(outcomes).toMatchObject([
      { outcome: 'done', transfer: { act: 'set-aside', name: 'rag_v1', files: ['rag_v1/summary.json'] } },
    ]);
    expect(read(rig, 'rag_v1/summary.json')).toBe('{"groundedness": 4}');
    const [folder = ''] = readdirSync(join(rig.root, '.lastgood/set-aside'));
    expect(read(rig, `.lastgood/set-aside/${folder}/rag_v1/summary.json`)).toBe('{"groundedness": 5}');
    expect((await rig.mirror.refresh()).differences).toEqual([]);
    expect(await rig.mirror.describeTransfers('pull')).toEqual([]);
  });

  it('and added to a registered version is neither pushed nor removed', async () => {
    const rig = await openVersion();
    writeFileSync(join(rig.root, 'rag_v1/notes.txt'), 'mine');
    const { differences } = await rig.mirror.refresh();
    expect(differences).toMatchObject([
      { kind: 'only-here', name: 'rag_v1/notes.txt', model: 'rag', version: 'v1' },
    ]);
    expect(await rig.mirror.describeTransfers('push')).toEqual([]);
  });
});

describe('a file that was replaced in the bucket', () => {
  it('is reported, and the copy is kept until a pull sets it aside', async () => {
    const rig = await openVersion();
    put(rig.emulator, 'rag_v1/metadata.json', sampleMetadata('rag', 'v1', 1));
    for (let time = 1; time <= 2; time += 1) {
      const { differences } = await rig.mirror.refresh();
      expect(brief(differences)).toEqual(['changed-in-bucket rag_v1/metadata.json']);
      expect(read(rig, 'rag_v1/metadata.json')).toBe(sampleMetadata('rag', 'v1'));
    }
    const again = await openMirror(rig);
    expect(brief((await again.mirror.refresh()).differences)).toEqual([
      'changed-in-bucket rag_v1/metadata.json',
    ]);
    expect(await pull(again)).toMatchObject([{ outcome: 'done' }]);
    expect(read(rig, 'rag_v1/metadata.json')).toBe(sampleMetadata('rag', 'v1', 1));
    expect((await again.mirror.refresh()).differences).toEqual([]);
  });

  it('with the same bytes is no change', async () => {
    const rig = await openVersion();
    put(rig.emulator, 'rag_v1/summary.json', '{"groundedness": 4}', 'plain');
    rig.emulator.forgetRequests();
    expect(await rig.mirror.refresh()).toMatchObject({ fetched: 0, differences: [] });
    expect(countRequests(rig.emulator)).toEqual({ list: 1 });
  });

  it('and is an entry of the history is named, and not taken over', async () => {
    const rig = await openVersion();
    putChain(rig, 3);
    await rig.mirror.refresh();
    putChain(rig, 2, { actor: 'mallory@example.com' });
    rig.emulator.removeObject('bucket', `registry/${entryName(3)}`);
    const { differences } = await rig.mirror.refresh();
    expect(differences.filter(({ kind }) => kind.startsWith('history'))).toMatchObject([
      {
        kind: 'history-forked',
        model: 'rag',
        detail: expect.stringMatching(/^entry 2 .* here .* by anna.* in the bucket .* by mallory/),
      },
      { kind: 'history-damaged', model: 'rag', detail: expect.stringMatching(/^it is altered: entry 2 /) },
      {
        kind: 'history-edited',
        model: 'rag',
        detail: 'entry 1 of the history: not what the bucket has there now',
      },
    ]);
    expect(read(rig, entryName(1))).toContain('anna@example.com');
    const index = await rig.reader.loadIndex();
    expect(index.models[0]?.entries).toHaveLength(3);
  });
});

describe('a history', () => {
  it('that goes on here only is ahead, and is pushed', async () => {
    const rig = await openVersion();
    putChain(rig, 1);
    await rig.mirror.refresh();
    const [, second] = sampleChain(2);
    if (second !== undefined) writeFileSync(join(rig.root, entryName(2)), formatHistoryEntry(second.entry));
    const { differences } = await rig.mirror.refresh();
    expect(brief(differences)).toContain('history-ahead .lastgood/history/rag');
    const transfers = await rig.mirror.describeTransfers('push');
    expect(transfers.filter(({ unit }) => unit === 'history')).toMatchObject([
      { name: '.lastgood/history/rag', files: [entryName(2)], act: 'add', to: 'bucket' },
    ]);
  });

  it('that is another here than in the bucket is forked, and neither is overwritten', async () => {
    const rig = await openMirror();
    mkdirSync(join(rig.root, '.lastgood/history/rag'), { recursive: true });
    const [mine] = sampleChain(1, { actor: 'bob@example.com' });
    if (mine !== undefined) writeFileSync(join(rig.root, entryName(1)), formatHistoryEntry(mine.entry));
    putChain(rig, 1);
    const { differences } = await rig.mirror.refresh();
    expect(brief(differences)).toContain('history-forked .lastgood/history/rag');
    expect(read(rig, entryName(1))).toContain('bob@example.com');
    expect(await rig.mirror.describeTransfers('pull')).toEqual([]);
  });
});

describe('a version', () => {
  it('that is gone from the bucket stays here, and is not pushed again', async () => {
    const rig = await openVersion();
    for (const name of ['metadata.json', 'summary.json'])
      rig.emulator.removeObject('bucket', `registry/rag_v1/${name}`);
    for (let time = 1; time <= 2; time += 1) {
      const { differences } = await rig.mirror.refresh();
      expect(brief(differences)).toEqual(['gone-from-bucket rag_v1']);
    }
    expect(listFiles(join(rig.root, 'rag_v1'))).toEqual(['metadata.json', 'summary.json']);
    expect(await rig.mirror.describeTransfers('push')).toEqual([]);
    expect(await rig.mirror.describeTransfers('pull', { prune: true })).toEqual([]);
  });

  it('that is gone and that the history says is archived may be pruned', async () => {
    const rig = await openVersion();
    const state = { kind: 'state', version: 'v1', from: 'completed', to: 'archived' } as const;
    putChain(rig, 1, { action: 'archive', moves: [], facts: [state] });
    await rig.mirror.refresh();
    for (const name of ['metadata.json', 'summary.json'])
      rig.emulator.removeObject('bucket', `registry/rag_v1/${name}`);
    await rig.mirror.refresh();
    const transfers = await rig.mirror.describeTransfers('pull', { prune: true });
    expect(transfers).toMatchObject([{ act: 'remove', unit: 'version', name: 'rag_v1' }]);
    expect(await carryPull(rig.context, transfers)).toMatchObject([{ outcome: 'done' }]);
    expect(readdirSync(rig.root)).not.toContain('rag_v1');
    expect((await rig.mirror.refresh()).differences).toEqual([]);
  });

  it('that the history says is archived and that was deleted here stays away, and may be pruned in the bucket', async () => {
    const rig = await openVersion();
    const state = { kind: 'state', version: 'v1', from: 'completed', to: 'archived' } as const;
    putChain(rig, 1, { action: 'archive', moves: [], facts: [state] });
    await rig.mirror.refresh();
    rmSync(join(rig.root, 'rag_v1'), { recursive: true });
    for (let time = 1; time <= 2; time += 1) {
      expect(brief((await rig.mirror.refresh()).differences)).toEqual(['only-in-bucket rag_v1']);
      expect(readdirSync(rig.root)).not.toContain('rag_v1');
    }
    const removal = { act: 'remove', unit: 'version', name: 'rag_v1', to: 'bucket' };
    const transfers = await rig.mirror.describeTransfers('push', { prune: true });
    expect(transfers.filter(({ name }) => name === 'rag_v1')).toMatchObject([removal]);
    expect(transfers.at(-1)?.files).toHaveLength(2);
  });

  it('that is archived and of which the bucket has only the claim is not taken away once more', async () => {
    const rig = await openVersion();
    const state = { kind: 'state', version: 'v2', from: 'completed', to: 'archived' } as const;
    putChain(rig, 1, { action: 'archive', moves: [], facts: [state] });
    put(rig.emulator, '.lastgood/claims/rag_v2', '');
    await rig.mirror.refresh();
    expect(await rig.mirror.describeTransfers('push', { prune: true })).toEqual([]);
  });

  it('that is here only is pushed as a whole, without a guess at what it is worth', async () => {
    const rig = await openVersion();
    mkdirSync(join(rig.root, 'rag_v2'));
    writeFileSync(join(rig.root, 'rag_v2/metadata.json'), sampleMetadata('rag', 'v2'));
    writeFileSync(join(rig.root, 'rag_v2/weights.bin'), 'weights');
    expect(brief((await rig.mirror.refresh()).differences)).toEqual(['only-here rag_v2']);
    expect(await rig.mirror.describeTransfers('push')).toMatchObject([
      { name: 'rag_v2', unit: 'version', act: 'add', files: ['rag_v2/metadata.json', 'rag_v2/weights.bin'] },
    ]);
  });

  it('that was begun in the bucket and not finished is said, and is no version here', async () => {
    const rig = await openVersion();
    put(rig.emulator, '.lastgood/claims/rag_v2', '');
    put(rig.emulator, 'rag_v3/summary.json', '{}');
    const { differences } = await rig.mirror.refresh();
    expect(brief(differences)).toEqual(['incomplete-in-bucket rag_v2', 'incomplete-in-bucket rag_v3']);
    const index = await rig.reader.loadIndex();
    expect(index.models[0]?.versions.filter(({ whole }) => whole === 'complete')).toHaveLength(1);
  });
});

describe('kept evidence', () => {
  it('comes under its digest; with other bytes than its name says it does not, and is asked for once', async () => {
    const rig = await openVersion();
    const good = createHash('sha256').update('good').digest('hex');
    const bad = createHash('sha256').update('bad').digest('hex');
    put(rig.emulator, `.lastgood/evidence/${good}`, 'good', 'plain');
    put(rig.emulator, `.lastgood/evidence/${bad}`, 'worse', 'plain');
    const { differences } = await rig.mirror.refresh();
    expect(brief(differences)).toEqual([`changed-in-bucket .lastgood/evidence/${bad}`]);
    expect(listFiles(join(rig.root, '.lastgood/evidence'))).toEqual([good]);
    rig.emulator.forgetRequests();
    await rig.mirror.refresh();
    expect(countRequests(rig.emulator)).toEqual({ list: 1 });
  });
});

describe('a pull', () => {
  it('brings large files checked, metadata.json last, and is safe to call again', async () => {
    const rig = await openMirror();
    const weights = new Uint8Array(9 * 1024 * 1024).fill(7);
    put(rig.emulator, 'rag_v1/weights.bin', weights, 'plain');
    put(rig.emulator, 'rag_v1/metadata.json', sampleMetadata('rag', 'v1'));
    await rig.mirror.refresh();
    const transfers = await rig.mirror.describeTransfers('pull');
    const progress: number[] = [];
    const outcomes = await carryPull(rig.context, transfers, { onProgress: done => progress.push(done) });
    expect(outcomes).toMatchObject([{ outcome: 'done' }]);
    expect(progress.at(-1)).toBe(weights.length);
    expect(readFileSync(join(rig.root, 'rag_v1/weights.bin')).equals(weights)).toBe(true);
    rig.emulator.forgetRequests();
    expect(await carryPull(rig.context, transfers)).toMatchObject([{ outcome: 'already' }]);
    expect(rig.emulator.requests).toEqual([]);
    expect((await rig.mirror.refresh()).differences).toEqual([]);
    expect(listFiles(join(rig.root, '.lastgood/tmp'))).toEqual([]);
  });

  it('does not overwrite what came to stand there meanwhile', async () => {
    const rig = await openVersion();
    rmSync(join(rig.root, 'rag_v1/summary.json'));
    const transfers = await rig.mirror.describeTransfers('pull');
    writeFileSync(join(rig.root, 'rag_v1/summary.json'), 'mine');
    expect(await carryPull(rig.context, transfers)).toMatchObject([{ outcome: 'refused' }]);
    expect(read(rig, 'rag_v1/summary.json')).toBe('mine');
  });

  it('that fails for one goes on with the others', async () => {
    const rig = await openMirror();
    for (const version of ['v1', 'v2'])
      put(rig.emulator, `rag_${version}/metadata.json`, sampleMetadata('rag', version));
    await rig.mirror.refresh();
    for (const version of ['v1', 'v2']) rmSync(join(rig.root, `rag_${version}`), { recursive: true });
    const transfers = await rig.mirror.describeTransfers('pull');
    rig.emulator.addFault({
      kind: 'read',
      name: /rag_v1/,
      does: 'status',
      status: 403,
      times: Number.POSITIVE_INFINITY,
    });
    const outcomes = await carryPull(rig.context, transfers);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['failed', 'done']);
  });
});
