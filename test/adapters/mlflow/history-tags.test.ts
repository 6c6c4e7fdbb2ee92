import { expect, test } from 'vitest';
import { readTaggedHistory } from '../../../src/adapters/mlflow/counted-entries.ts';
import {
  type EntryState,
  formatTaggedEntry,
  readHistoryTags,
  toStoredEntries,
} from '../../../src/adapters/mlflow/history-tags.ts';
import type { HistoryEntry } from '../../../src/core/history/entry.ts';
import { contentOf } from '../../support/mlflow/content.ts';
import { sampleEntry } from '../../support/sample-entries.ts';

function tagsOf(...entries: readonly (readonly [HistoryEntry, EntryState])[]): Record<string, string> {
  return Object.fromEntries(
    entries.map(([entry, state]) => {
      const { key, value } = formatTaggedEntry(entry, state);
      return [key, value];
    }),
  );
}

const toV2 = [{ alias: 'Production', from: 'v1', to: 'v2' }];

test('an entry is read back from its tag with the digest of its canonical JSON', () => {
  const entry = sampleEntry(1, { reason: 'smoke “test”' });
  const { tagged, defects } = readHistoryTags(tagsOf([entry, 'done']));
  expect(defects).toEqual([]);
  expect(tagged).toMatchObject([{ state: 'done', entry, digest: expect.stringMatching(/^[0-9a-f]{64}$/) }]);
});

test('entries are in the order of generation, then time, then operation, and a shared generation is marked', () => {
  const base = { previousDigest: 'a'.repeat(64) };
  const [first, b, a, last] = [
    sampleEntry(1),
    sampleEntry(2, { ...base, operationId: 'b', at: '2026-11-21T03:00:02.000Z' }),
    sampleEntry(2, { ...base, operationId: 'a', at: '2026-11-21T03:00:03.000Z' }),
    sampleEntry(3, { ...base, operationId: 'c' }),
  ];
  const { tagged } = readHistoryTags(tagsOf([last, 'done'], [a, 'done'], [b, 'done'], [first, 'done']));
  expect(toStoredEntries(tagged).map(({ entry, orderUnknown }) => [entry.operationId, orderUnknown])).toEqual(
    [
      [first.operationId, undefined],
      ['b', true],
      ['a', true],
      ['c', undefined],
    ],
  );
});

test.each([
  ['no JSON', '{"entry":'],
  ['no object', '[]'],
  ['no state', JSON.stringify({ entry: sampleEntry(1) })],
  ['no entry', JSON.stringify({ entry: {}, state: 'done' })],
  ['another generation', JSON.stringify({ entry: sampleEntry(1, { operationId: 'x' }), state: 'done' })],
])('a tag that is none of ours is named and hides nothing: %s', (_, value) => {
  const good = sampleEntry(2, { previousDigest: 'a'.repeat(64) });
  const { key } = formatTaggedEntry(sampleEntry(1), 'done');
  const { tagged, defects } = readHistoryTags({ [key]: value, ...tagsOf([good, 'done']) });
  expect(tagged.map(({ entry }) => entry.generation)).toEqual([2]);
  expect(defects).toMatchObject([{ generation: 1, fault: 'damaged' }]);
});

test('tags of others, and of ours that are no entries, are passed over', () => {
  const tags = { team: 'search', 'lastgood.gate': 'PASS (rag)', 'lastgood.history.1.x': '{}' };
  expect(readHistoryTags(tags)).toEqual({ tagged: [], defects: [] });
});

test('what was only begun counts as soon as the server shows it', () => {
  const tags = tagsOf([sampleEntry(1, { moves: toV2 }), 'begun']);
  const moved = contentOf({ 1: 'Archived', 2: 'Production' }, { tags });
  const notMoved = contentOf({ 1: 'Production', 2: 'Staging' }, { tags });
  const twice = contentOf({ 1: 'Production', 2: 'Production' }, { tags });
  expect(readTaggedHistory(moved).counted).toHaveLength(1);
  expect(readTaggedHistory(notMoved).counted).toHaveLength(0);
  expect(readTaggedHistory(notMoved).announced).toHaveLength(1);
  expect(readTaggedHistory(twice).counted).toHaveLength(0);
});

test('what only records a fact counts when it is done', () => {
  const held = sampleEntry(1, { action: 'hold', moves: [], facts: [{ kind: 'held', version: 'v1' }] });
  expect(readTaggedHistory(contentOf({}, { tags: tagsOf([held, 'begun']) })).counted).toHaveLength(0);
  expect(readTaggedHistory(contentOf({}, { tags: tagsOf([held, 'done']) })).counted).toHaveLength(1);
});
