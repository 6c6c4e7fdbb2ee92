import { describe, expect, test } from 'vitest';
import { verifyChain } from '../../src/core/history/chain.ts';
import type { HistoryEntry } from '../../src/core/history/entry.ts';
import type { AppendOutcome, HistoryDefect, HistoryLog } from '../../src/core/ports/history-log.ts';
import { sampleEntry, sha256OfText } from '../support/sample-entries.ts';

/** How the contract gets a log to test. */
export type HistoryLogRig = {
  /** A log nobody has written to, opened as often as there are writers in the test. Freed when the test ends. */
  readonly open: (writers: number) => Promise<readonly HistoryLog[]>;
  /** A log in which only these generations of `rag` exist, all unusable in the way each says. */
  readonly openWithDefects: (defects: readonly HistoryDefect[]) => Promise<HistoryLog>;
};

/** Appends so many entries one after the other, each following the one before. */
export async function appendChain(
  log: HistoryLog,
  length: number,
  change: Partial<HistoryEntry> = {},
): Promise<void> {
  let previousDigest: string | null = null;
  for (let generation = 1; generation <= length; generation += 1) {
    const outcome = await log.appendEntry(sampleEntry(generation, { ...change, previousDigest }));
    if (outcome.outcome !== 'appended') throw new Error(`entry ${generation}: ${outcome.outcome}`);
    previousDigest = outcome.digest;
  }
}

/** What every {@link HistoryLog} must do. */
export function describeHistoryLog(name: string, rig: HistoryLogRig): void {
  const openOne = async (): Promise<HistoryLog> => {
    const [log] = await rig.open(1);
    if (log === undefined) throw new Error('the rig opened nothing');
    return log;
  };

  describe(`history log: ${name}`, () => {
    test('a model nobody has written to has no history', async () => {
      const log = await openOne();
      expect(await log.listModels()).toEqual([]);
      expect(await log.readHistory('rag')).toEqual({ entries: [], defects: [] });
      expect(await log.findHeadGeneration('rag')).toBe(0);
    });

    test('an appended entry is read back with the digest that was answered', async () => {
      const log = await openOne();
      const entry = sampleEntry(1);
      const outcome = await log.appendEntry(entry);
      expect(outcome).toEqual({ outcome: 'appended', digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
      const digest = outcome.outcome === 'appended' ? outcome.digest : '';
      expect(await log.readHistory('rag')).toEqual({ entries: [{ entry, digest }], defects: [] });
      expect(await log.findHeadGeneration('rag')).toBe(1);
    });

    test('asking again after a lost answer says it was ours', async () => {
      const log = await openOne();
      const first = await log.appendEntry(sampleEntry(1));
      expect(await log.appendEntry(sampleEntry(1))).toEqual({ ...first, outcome: 'already-ours' });
      const read = await log.readHistory('rag');
      expect(read.entries).toHaveLength(1);
    });

    test('a generation taken by another stays, and the answer names its entry', async () => {
      const log = await openOne();
      await log.appendEntry(sampleEntry(1, { actor: 'bob' }));
      const outcome = await log.appendEntry(sampleEntry(1, { operationId: 'other' }));
      expect(outcome).toEqual({ outcome: 'taken', by: sampleEntry(1, { actor: 'bob' }) });
    });

    test('the same operation with another content is not ours', async () => {
      const log = await openOne();
      await log.appendEntry(sampleEntry(1));
      expect(await log.appendEntry(sampleEntry(1, { reason: 'changed' }))).toMatchObject({
        outcome: 'taken',
      });
    });

    test('an old generation is told who took it, however long the history is by now', async () => {
      const log = await openOne();
      await appendChain(log, 3);
      expect(await log.appendEntry(sampleEntry(2, { operationId: 'late' }))).toMatchObject({
        outcome: 'taken',
      });
    });

    test('of eight writers at once exactly one wins each generation', async () => {
      const logs = await rig.open(8);
      let previousDigest: string | null = null;
      for (let generation = 1; generation <= 5; generation += 1) {
        const link = { previousDigest };
        const outcomes: readonly AppendOutcome[] = await Promise.all(
          logs.map((log, writer) =>
            log.appendEntry(sampleEntry(generation, { ...link, operationId: `writer-${writer}` })),
          ),
        );
        const won = outcomes.filter(outcome => outcome.outcome === 'appended');
        expect(won).toHaveLength(1);
        expect(outcomes.filter(outcome => outcome.outcome === 'taken')).toHaveLength(7);
        previousDigest = won[0]?.digest ?? null;
      }
      const read = await logs[0]?.readHistory('rag');
      expect(verifyChain(read?.entries ?? [], read?.defects ?? [], undefined, sha256OfText)).toMatchObject({
        verdict: 'intact',
        checkpoint: { count: 5, headDigest: previousDigest },
      });
    });

    test('an entry may not leave a gap', async () => {
      const log = await openOne();
      await appendChain(log, 1);
      await expect(log.appendEntry(sampleEntry(3))).rejects.toMatchObject({ code: 'history-damaged' });
      await expect(log.appendEntry(sampleEntry(2, { model: 'new' }))).rejects.toMatchObject({
        code: 'history-damaged',
      });
      expect(await log.findHeadGeneration('rag')).toBe(1);
      expect(await log.listModels()).toEqual(['rag']);
    });

    test('an entry that does not follow the one before is refused', async () => {
      const log = await openOne();
      await appendChain(log, 1);
      const fork = sampleEntry(2, { previousDigest: 'f'.repeat(64) });
      await expect(log.appendEntry(fork)).rejects.toMatchObject({ code: 'history-damaged' });
      expect(await log.findHeadGeneration('rag')).toBe(1);
    });

    test('an entry that could not be read back is never written', async () => {
      const log = await openOne();
      await expect(log.appendEntry(sampleEntry(1, { at: 'yesterday' }))).rejects.toMatchObject({
        code: 'internal-bug',
      });
      expect(await log.listModels()).toEqual([]);
    });

    test('models of any script are kept apart and listed by name', async () => {
      const log = await openOne();
      const models = ['модель', 'rag', 'café 2', '模型'];
      for (const model of models) await appendChain(log, 2, { model });
      expect(await log.listModels()).toEqual([...models].sort());
      for (const model of models) {
        const read = await log.readHistory(model);
        expect(read.entries.map(stored => [stored.entry.model, stored.entry.generation])).toEqual([
          [model, 1],
          [model, 2],
        ]);
      }
    });

    test('a name that leads elsewhere is refused', async () => {
      const log = await openOne();
      for (const model of ['..', 'a/b', '.lastgood', '']) {
        await expect(log.readHistory(model)).rejects.toMatchObject({ code: 'invalid-name' });
        await expect(log.findHeadGeneration(model)).rejects.toMatchObject({ code: 'invalid-name' });
      }
    });

    test('a long history is read in order', async () => {
      const log = await openOne();
      await appendChain(log, 120);
      const read = await log.readHistory('rag');
      expect(read.entries.map(stored => stored.entry.generation)).toEqual(
        Array.from({ length: 120 }, (_, index) => index + 1),
      );
      expect(verifyChain(read.entries, read.defects, undefined, sha256OfText).verdict).toBe('intact');
      expect(await log.findHeadGeneration('rag')).toBe(120);
    });

    test('a damaged generation is named, counts as the head, and nothing is written on it or after it', async () => {
      const log = await rig.openWithDefects([{ generation: 1, fault: 'damaged', problem: 'torn' }]);
      const read = await log.readHistory('rag');
      expect(read).toMatchObject({ entries: [], defects: [{ generation: 1, fault: 'damaged' }] });
      expect(await log.findHeadGeneration('rag')).toBe(1);
      await expect(log.appendEntry(sampleEntry(1))).rejects.toMatchObject({ code: 'history-damaged' });
      await expect(log.appendEntry(sampleEntry(2))).rejects.toMatchObject({ code: 'history-damaged' });
    });

    test('nothing is written under a later generation', async () => {
      const log = await rig.openWithDefects([{ generation: 3, fault: 'damaged', problem: 'torn' }]);
      await expect(log.appendEntry(sampleEntry(1))).rejects.toMatchObject({ code: 'history-damaged' });
      expect(await log.findHeadGeneration('rag')).toBe(3);
    });

    test('a generation of a newer lastgood is named, and nothing is written on it or after it', async () => {
      const log = await rig.openWithDefects([{ generation: 1, fault: 'too-new', problem: 'format 2' }]);
      expect((await log.readHistory('rag')).defects).toMatchObject([{ generation: 1, fault: 'too-new' }]);
      await expect(log.appendEntry(sampleEntry(1))).rejects.toMatchObject({ code: 'format-too-new' });
      await expect(log.appendEntry(sampleEntry(2))).rejects.toMatchObject({ code: 'format-too-new' });
    });
  });
}
