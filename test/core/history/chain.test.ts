import { describe, expect, test } from 'vitest';
import type { Checkpoint } from '../../../src/core/history/chain.ts';
import { formatCheckpoint, parseCheckpoint, verifyChain } from '../../../src/core/history/chain.ts';
import type { StoredEntry } from '../../../src/core/ports/history-log.ts';
import { sampleChain, sampleEntry, sha256OfText, store } from '../../support/sample-entries.ts';

function verify(entries: readonly StoredEntry[], checkpoint?: Checkpoint) {
  return verifyChain(entries, [], checkpoint, sha256OfText);
}

function checkpointAt(chain: readonly StoredEntry[], count: number): Checkpoint {
  return { count, headDigest: chain[count - 1]?.digest ?? '' };
}

describe('the chain of a history', () => {
  const chain = sampleChain(5);

  test('an untouched history is intact and gives a checkpoint', () => {
    expect(verify(chain)).toEqual({
      verdict: 'intact',
      checkpoint: checkpointAt(chain, 5),
      words: 'is intact, 5 entries',
    });
    expect(verify(chain, checkpointAt(chain, 5)).verdict).toBe('intact');
    expect(verify(chain, checkpointAt(chain, 3)).verdict).toBe('intact');
  });

  test('an empty history is intact', () => {
    expect(verify([])).toEqual({ verdict: 'intact', checkpoint: undefined, words: 'is empty' });
  });

  test('an entry changed in the middle is altered', () => {
    const changed = store({
      ...sampleEntry(3, { previousDigest: chain[1]?.digest ?? '' }),
      actor: 'mallory',
    });
    expect(verify(chain.with(2, changed))).toMatchObject({ verdict: 'altered', generation: 3 });
  });

  test('a head that is not in canonical spelling is altered', () => {
    const head = { entry: chain[4]?.entry ?? sampleEntry(5), digest: sha256OfText('the same, with spaces') };
    expect(verify(chain.with(4, head))).toMatchObject({ verdict: 'altered', generation: 5 });
  });

  test('a generation that cannot be read is altered', () => {
    const defect = { generation: 2, fault: 'damaged', problem: 'torn: unexpected end' } as const;
    expect(verifyChain(chain.toSpliced(1, 1), [defect], undefined, sha256OfText)).toEqual({
      verdict: 'altered',
      generation: 2,
      words: 'is altered: entry 2 cannot be used: torn: unexpected end',
    });
  });

  test('a generation of a newer lastgood is no damage, nor is one without permission', () => {
    for (const fault of ['too-new', 'unreadable'] as const) {
      const defect = { generation: 6, fault, problem: 'said so' };
      expect(verifyChain(chain, [defect], undefined, sha256OfText)).toMatchObject({
        verdict: fault,
        generation: 6,
      });
    }
  });

  test('a gap is missing', () => {
    expect(verify(chain.toSpliced(2, 1))).toMatchObject({ verdict: 'missing', generation: 3 });
    expect(verify(chain.slice(1))).toMatchObject({ verdict: 'missing', generation: 1 });
  });

  test('a history that ends before its checkpoint is truncated; without a checkpoint nobody can tell', () => {
    expect(verify(chain.slice(0, 3))).toMatchObject({ verdict: 'intact' });
    expect(verify(chain.slice(0, 3), checkpointAt(chain, 5))).toMatchObject({
      verdict: 'truncated',
      generation: 4,
    });
    expect(verify([], checkpointAt(chain, 5))).toMatchObject({ verdict: 'truncated', generation: 1 });
  });

  test('a history rewritten from the start, and one with a new tail, are forked', () => {
    const rewritten = sampleChain(6, { actor: 'mallory' });
    expect(verify(rewritten, checkpointAt(chain, 5))).toMatchObject({ verdict: 'forked', generation: 5 });
    const newTail = [...chain.slice(0, 3), ...rewritten.slice(3)];
    expect(verify(newTail, checkpointAt(chain, 3))).toMatchObject({ verdict: 'forked', generation: 4 });
  });

  test('two entries of one generation are forked', () => {
    const twin = store({ ...(chain[2]?.entry ?? sampleEntry(3)), operationId: 'other' });
    expect(verify([...chain, twin])).toMatchObject({ verdict: 'forked', generation: 3 });
  });

  test('the order of the entries does not matter', () => {
    expect(verify([...chain].reverse()).verdict).toBe('intact');
  });

  test('a checkpoint can be printed and read back', () => {
    const checkpoint = checkpointAt(chain, 5);
    expect(parseCheckpoint(formatCheckpoint(checkpoint))).toEqual(checkpoint);
    for (const text of [
      '',
      '0:',
      `0:${'a'.repeat(64)}`,
      '5:abc',
      `-1:${'a'.repeat(64)}`,
      `5:${'g'.repeat(64)}`,
    ]) {
      expect(parseCheckpoint(text)).toBeUndefined();
    }
  });
});
