import { describe, expect, test } from 'vitest';
import type { HistoryEntry } from '../../../src/core/history/entry.ts';
import {
  type EntryHere,
  type EntryInBucket,
  type HistorySides,
  judgeHistory,
} from '../../../src/core/mirror/judge-history.ts';
import type { StoredEntry } from '../../../src/core/ports/history-log.ts';
import { sampleChain, sampleEntry, sha256OfText, store } from '../../support/sample-entries.ts';

const chain = sampleChain(8);

function garbage(generation: number): EntryInBucket {
  return { stored: undefined, defect: { generation, fault: 'damaged', problem: 'torn' } };
}

function at(generation: number): StoredEntry {
  const stored = chain[generation - 1];
  if (stored === undefined) throw new Error(`no entry ${generation}`);
  return stored;
}

/** Another entry in the place of one, behind the same. */
function other(generation: number, change: Partial<HistoryEntry>): StoredEntry {
  const previousDigest = generation === 1 ? null : at(generation - 1).digest;
  return store(sampleEntry(generation, { previousDigest, ...change }));
}

function behind(before: StoredEntry, change: Partial<HistoryEntry> = {}): StoredEntry {
  const generation = before.entry.generation + 1;
  return store(sampleEntry(generation, { previousDigest: before.digest, ...change }));
}

const seen = (stored: StoredEntry): EntryHere => ({ stored, isSeen: true, isAttested: true });
const unseen = (stored: StoredEntry): EntryHere => ({ stored, isSeen: false, isAttested: false });
const edited: EntryHere = { stored: undefined };
const attested = (stored: StoredEntry): EntryInBucket => ({ stored, isAttested: true });
const foreign = (stored: StoredEntry): EntryInBucket => ({ stored, isAttested: false });

type Change<Side> = Readonly<Record<number, Side | undefined>>;

/** Both sides with so many entries, but for what is changed; undefined: it is not there. */
function judge(
  [here, hereLength]: readonly [Change<EntryHere>, number],
  [inBucket, bucketLength]: readonly [Change<EntryInBucket>, number],
  shown?: HistorySides['shown'],
) {
  const fill = <Side>(length: number, make: (stored: StoredEntry) => Side, change: Change<Side>) => {
    const sides = new Map<number, Side>();
    const places = [...Array.from({ length }, (_, place) => place + 1), ...Object.keys(change).map(Number)];
    for (const generation of places) {
      const side = generation in change ? change[generation] : make(at(generation));
      if (side !== undefined) sides.set(generation, side);
    }
    return sides;
  };
  const sides = {
    model: 'rag',
    here: fill(hereLength, seen, here),
    inBucket: fill(bucketLength, attested, inBucket),
    shown,
  };
  const { parting, damage, inBucket: bucket, ...lists } = judgeHistory(sides, sha256OfText);
  const told = Object.entries(lists).filter(([, list]) => Array.isArray(list) && list.length > 0);
  return {
    ...Object.fromEntries(told),
    ...(parting === undefined ? {} : { parting: parting.here.entry.generation }),
    ...(damage === undefined ? {} : { damage: damage.verdict }),
    ...(bucket === undefined ? {} : { bucket: bucket.verdict }),
  };
}

const pointer = (generation: number) => ({ generation, name: 'rag_latest' });
const altered = { reason: 'altered' };
const anothers = { operationId: 'of-another', actor: 'fay' };

describe('two sides of a history', () => {
  test('that are the same need nothing', () => {
    expect(judge([{}, 8], [{}, 8], pointer(8))).toEqual({});
    expect(judge([{}, 0], [{}, 0])).toEqual({});
  });

  test('what only one of them has is carried to the other', () => {
    expect(judge([{}, 5], [{}, 8])).toEqual({ behind: [6, 7, 8] });
    expect(judge([{ 7: unseen(at(7)), 8: unseen(at(8)) }, 6], [{}, 6])).toEqual({ ahead: [7, 8] });
  });

  test('an entry that was edited here is the bucket to give again, and proves nothing', () => {
    expect(judge([{ 8: edited }, 8], [{}, 8])).toEqual({ edited: [8] });
    expect(judge([{ 8: edited }, 8], [{ 8: undefined }, 7], pointer(8))).toEqual({
      edited: [8],
      damage: 'truncated',
      bucket: 'truncated',
    });
  });
});

describe('what the bucket lost and this copy saw there', () => {
  test('is put back where the place is free or holds no entry', () => {
    expect(judge([{}, 8], [{}, 6], pointer(8))).toEqual({ lost: [7, 8], bucket: 'truncated' });
    expect(judge([{}, 8], [{ 6: undefined }, 8])).toEqual({ lost: [6], bucket: 'missing' });
    expect(judge([{}, 8], [{ 6: garbage(6), 7: undefined }, 8])).toMatchObject({ lost: [6, 7] });
    expect(judge([{}, 8], [{ 8: garbage(8) }, 8])).toMatchObject({ lost: [8] });
  });

  test('is put back over an altered one of the same operation that its follower disproves', () => {
    expect(judge([{}, 8], [{ 6: foreign(other(6, altered)) }, 8])).toEqual({ lost: [6], bucket: 'altered' });
    expect(judge([{}, 8], [{ 8: foreign(other(8, altered)) }, 8])).toEqual({ lost: [8] });
  });

  test('is put back over one of another name that lastgood never wrote, when the bucket itself goes on from ours', () => {
    expect(judge([{}, 8], [{ 6: foreign(other(6, anothers)) }, 8])).toEqual({ lost: [6], bucket: 'altered' });
  });

  test('is never put over what another operation was told stands there', () => {
    expect(judge([{}, 8], [{ 8: attested(other(8, anothers)) }, 8])).toEqual({ parting: 8 });
    const five = other(5, anothers);
    expect(judge([{}, 5], [{ 5: foreign(five), 6: attested(behind(five)) }, 6])).toEqual({
      parting: 5,
      behind: [6],
    });
    expect(judge([{}, 8], [{ 7: attested(other(7, anothers)) }, 8])).toMatchObject({ parting: 7 });
  });

  test('is not put where what follows hangs on another one', () => {
    const six = other(6, altered);
    const follower = attested(behind(six, anothers));
    expect(judge([{}, 6], [{ 6: undefined, 7: follower }, 5])).toMatchObject({ damage: 'altered' });
  });

  test('of two machines with different entries only one puts its own back', () => {
    const wrong = other(8, altered);
    expect(judge([{}, 8], [{ 8: foreign(wrong) }, 8])).toEqual({ lost: [8] });
    const here = { stored: wrong, isSeen: true, isAttested: false };
    expect(judge([{ 8: here }, 8], [{}, 8])).toEqual({ outdated: [8] });
    expect(judge([{ 8: here }, 8], [{ 8: foreign(at(8)) }, 8])).toEqual({ outdated: [8] });
  });
});

describe('a history of the bucket that this copy cannot mend', () => {
  test.each([
    ['altered', { 6: foreign(other(6, altered)) }, 8, undefined],
    ['missing', { 6: undefined }, 8, undefined],
    ['altered', { 6: garbage(6) }, 8, undefined],
    ['truncated', {}, 6, pointer(8)],
  ] as const)('is said to be %s', (verdict, change, length, shown) => {
    expect(judge([{}, 5], [change, length], shown)).toMatchObject({ damage: verdict, bucket: verdict });
  });

  test('and that was put right since is taken over the wrong one here', () => {
    const here = { 6: { stored: other(6, altered), isSeen: true, isAttested: false } };
    expect(judge([here, 6], [{}, 8])).toEqual({ outdated: [6], behind: [7, 8] });
    expect(judge([{ 8: seen(at(8)) }, 5], [{}, 5])).toEqual({ outdated: [8] });
  });
});
