import { expect, test } from 'vitest';
import { formatTaggedEntry } from '../../../src/adapters/mlflow/history-tags.ts';
import type { MlflowContent } from '../../../src/adapters/mlflow/origin.ts';
import { tellOverwritten } from '../../../src/adapters/mlflow/tell-overwritten.ts';
import type { HistoryEntry } from '../../../src/core/history/entry.ts';
import { contentOf } from '../../support/mlflow/content.ts';
import { sampleEntry } from '../../support/sample-entries.ts';

/** Somebody is at everything that is announced. */
function tell(
  ...[entry, from, to]: readonly [HistoryEntry, MlflowContent, MlflowContent]
): readonly string[] {
  return tellOverwritten(entry, from, to, () => true);
}

const move = { alias: 'Production', from: 'v1', to: 'v2' };
const entry = sampleEntry(1, { moves: [move] });
const before = contentOf({ 1: 'Production', 2: 'Staging', 3: 'None' });

test('nothing is told of a move that met nobody', () => {
  expect(tell(entry, before, contentOf({ 1: 'Archived', 2: 'Production', 3: 'None' }))).toEqual([]);
});

test('what the server archived with it and was live nowhere before, another program had made live meanwhile', () => {
  expect(tell(entry, before, contentOf({ 1: 'Archived', 2: 'Production', 3: 'Archived' }))).toEqual([
    expect.stringMatching(/^Another program changed v3 at the same moment, and it is archived now/),
  ]);
});

test('a move that did not stand for a moment is told with what stands instead', () => {
  expect(tell(entry, before, contentOf({ 1: 'Archived', 2: 'Archived', 3: 'Production' }))).toEqual([
    'Another program moved Production of rag right after: it is v3 now, not v2.',
  ]);
});

test('a move of the same generation by somebody else is told with who made it', () => {
  const other = sampleEntry(1, {
    operationId: 'other',
    actor: 'bob@example.com',
    moves: [{ alias: 'Production', from: 'v1', to: 'v3' }],
  });
  const [own, theirs] = [formatTaggedEntry(entry, 'begun'), formatTaggedEntry(other, 'begun')];
  const tags = { [own.key]: own.value, [theirs.key]: theirs.value };
  const after = contentOf({ 1: 'Archived', 2: 'Production', 3: 'Archived' }, { tags });
  expect(tell(entry, before, after)).toContain(
    'bob@example.com moved Production to v3 at the same time; which came first is not known.',
  );
});

test('aliases that are no stage leave nothing behind when they move', () => {
  const champion = { alias: 'champion', from: '1', to: 'v2' };
  const after = contentOf({ 1: 'None', 2: 'None' }, { aliases: { champion: '2' } });
  expect(tell(sampleEntry(1, { moves: [champion] }), before, after)).toEqual([]);
});

test('what was archived before, and changed since, may have been live for a moment', () => {
  const was = contentOf({ 1: 'Production', 2: 'Staging', 3: 'Archived' });
  const now = contentOf({ 1: 'Archived', 2: 'Production', 3: 'Archived' });
  const versions = now.versions.map(each =>
    each.version === '3' ? { ...each, updatedAt: (each.updatedAt ?? 0) + 5 } : each,
  );
  expect(tell(entry, was, now)).toEqual([]);
  expect(tell(entry, was, { ...now, versions })).toEqual([expect.stringContaining('changed v3')]);
});

test('what was announced and nothing came of moved nothing', () => {
  const other = sampleEntry(1, {
    operationId: 'dead',
    actor: 'dead@example.com',
    moves: [{ ...move, to: 'v3' }],
  });
  const theirs = formatTaggedEntry(other, 'begun');
  const after = contentOf(
    { 1: 'Archived', 2: 'Production', 3: 'None' },
    { tags: { [theirs.key]: theirs.value } },
  );
  expect(tellOverwritten(entry, before, after, () => false)).toEqual([]);
});
