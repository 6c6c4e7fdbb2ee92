import { expect, test } from 'vitest';
import { findFork } from '../../../src/core/mirror/find-fork.ts';
import type { HistoryRead } from '../../../src/core/ports/history-log.ts';
import { sampleEntry, store } from '../../support/sample-entries.ts';

const one = store(sampleEntry(1, {}));
const two = store(sampleEntry(2, {}));
const otherTwo = store(sampleEntry(2, { actor: 'mallory@example.com' }));
const three = store(sampleEntry(3, {}));
const history = (...entries: HistoryRead['entries']): HistoryRead => ({ entries, defects: [] });

test('two histories part at the first entry that is not the same', () => {
  expect(findFork('rag', history(one, two), history(one, otherTwo, three))).toEqual({
    model: 'rag',
    sharedGenerations: 1,
    generations: [
      { generation: 2, here: two, inBucket: otherTwo },
      { generation: 3, here: undefined, inBucket: three },
    ],
  });
});

test('a side that only goes on is not the same from there on', () => {
  expect(findFork('rag', history(one, two), history(one))).toMatchObject({
    sharedGenerations: 1,
    generations: [{ generation: 2, here: two, inBucket: undefined }],
  });
});

test('an entry that cannot be used is never the same as another', () => {
  const defect = { generation: 1, fault: 'damaged', problem: 'it is torn' } as const;
  const damaged: HistoryRead = { entries: [], defects: [defect] };
  expect(findFork('rag', damaged, damaged)).toMatchObject({
    sharedGenerations: 0,
    generations: [{ here: defect, inBucket: defect }],
  });
});

test('the same history twice is no fork', () => {
  expect(findFork('rag', history(one, two), history(one, two)).generations).toEqual([]);
  expect(findFork('rag', history(), history())).toEqual({
    model: 'rag',
    sharedGenerations: 0,
    generations: [],
  });
});
