import { expect, test } from 'vitest';
import type { MirrorCondition } from '../../../../src/core/ports/mirror.ts';
import { reasonNotToCarry } from '../../../../src/ui/act/reason-not-to-carry.ts';
import { type Context, reasonNotToWrite } from '../../../../src/ui/runtime/screen.ts';
import { bindings } from '../../../../src/ui/screens/models/keys.ts';
import { open, type State, update } from '../../../../src/ui/screens/models/update.ts';
import { ModelsView } from '../../../../src/ui/screens/models/view.tsx';
import {
  behindServer,
  difference,
  inBucket,
  sameOnBothSides,
  withProblem,
} from '../../../support/sample-mirror.ts';
import { draw } from './draw.tsx';
import { everyTerminal, expectToFit } from './fits.ts';
import { contextAt, modelIndex, overviewOf, registryIndex } from './sample-registry.ts';
import { rolledBackModel, troubledRegistry } from './samples.ts';

const registry = registryIndex(['ahead', 'behind', 'both', 'differs', 'forked', 'same'].map(rolledBackModel));
const mirror: MirrorCondition = {
  ...sameOnBothSides,
  differences: [
    difference('history-ahead', { model: 'ahead' }),
    difference('only-in-bucket', { model: 'behind' }),
    difference('only-in-bucket', { model: 'behind', name: 'behind_v4' }),
    difference('only-in-bucket', { model: 'both' }),
    difference('only-here', { model: 'both' }),
    difference('changed-here', { model: 'differs' }),
    difference('history-forked', { model: 'forked' }),
    difference('only-in-bucket', { model: 'forked' }),
    difference('stranger', { model: undefined }),
  ],
};

function shown(context: Context, seen = registry): State {
  const done = { type: 'loadOverview/done', input: {}, value: overviewOf(seen) } as const;
  return update(open()[0], done, context)[0];
}

test('each model says whether it is ahead, behind or the same, in words', () => {
  const context = contextAt(100, 24, { source: inBucket(mirror) });
  const lines = draw(ModelsView, shown(context), context);
  expect(lines[0]).toMatch(/ GATE {2}MIRROR$/);
  expect(lines.slice(1, 7).map(line => line.slice(2).replace(/^(\S+).*none {2}/, '$1: '))).toEqual([
    'ahead: ahead 1',
    'behind: behind 2',
    'both: ahead 1',
    'differs: DIFFERS',
    'forked: FORKED',
    'same: same',
  ]);
});

test('the panel says in a sentence what the selected model is ahead or behind by', () => {
  const context = contextAt(80, 24, { source: inBucket(mirror) });
  const down = { type: 'moved', move: 'down' } as const;
  const [below] = update(shown(context), down, context);
  const [state] = update(below, down, context);
  expect(draw(ModelsView, state, context)).toContain(
    '! Mirror: 1 is here only; the bucket has 1 that is not here. Press s to see.',
  );
});

test('a bucket that was never read says nothing of a model', () => {
  const context = contextAt(100, 24, { source: inBucket({ ...mirror, isRead: false }) });
  expect(draw(ModelsView, shown(context), context)[1]).toMatch(/ \?$/);
});

test('a bucket that is read for the first time is not called empty', () => {
  const empty = registryIndex([]);
  const unread = { ...sameOnBothSides, seenAt: undefined, isRead: false };
  const context = contextAt(80, 24, { source: inBucket({ ...unread, isRefreshing: true, listed: 4000 }) });
  expect(draw(ModelsView, shown(context, empty), context)[0]).toBe(
    'Reading gs://acme-models/prod: 4000 objects so far',
  );
  const problem = withProblem('network-failed', 'Check the network.').problem;
  const offline = contextAt(80, 24, { source: inBucket({ ...unread, problem }) });
  expect(draw(ModelsView, shown(offline, empty), offline).slice(0, 2)).toEqual([
    'The bucket was not read to its end yet, so its models are not known.',
    'Check the network.',
  ]);
  const read = contextAt(80, 24, { source: inBucket(sameOnBothSides) });
  expect(draw(ModelsView, shown(read, empty), read)[0]).toBe('There is no model in prod-eu yet.');
});

test('the number of versions is shown whole', () => {
  const context = contextAt(120, 24, { source: inBucket(sameOnBothSides) });
  const large = registryIndex([modelIndex('large', 10_000)]);
  expect(draw(ModelsView, shown(context, large), context)[1]).toContain(' 10000 ');
});

test('a bucket that forbade a write switches writes off, and says what to do', () => {
  const writeProblem = { message: 'The login may not write.', hint: 'Ask for the role.' };
  const context = contextAt(80, 24, { source: inBucket({ ...sameOnBothSides, writeProblem }) });
  expect(reasonNotToWrite(context)).toBe('ACCESS DENIED, no writes. Ask for the role.');
  expect(reasonNotToCarry('push', context)).toBe('ACCESS DENIED, no writes. Ask for the role.');
  expect(reasonNotToCarry('pull', context)).toBeUndefined();
});

test('a registry without a bucket has no such column, and its key says why', () => {
  const context = contextAt(100);
  expect(draw(ModelsView, shown(context), context)[0]).not.toContain('MIRROR');
  const sync = bindings.find(binding => binding.keys.includes('s'));
  expect(sync?.disabled?.(shown(context), context)).toBe(
    'There is no bucket behind prod-eu, so there is nothing to sync.',
  );
  expect(sync?.disabled?.(shown(context), contextAt(80, 24, { source: inBucket(mirror) }))).toBeUndefined();
});

test('a server is no copy: it has no column and nothing to sync, and says what was read of it so far', () => {
  const context = contextAt(80, 24, { source: behindServer({ isRead: false, listed: 1200 }) });
  expect(draw(ModelsView, shown(context), context)[0]).not.toContain('MIRROR');
  const sync = bindings.find(binding => binding.keys.includes('s'));
  expect(sync?.disabled?.(shown(context), context)).toBe(
    'There is no bucket behind prod-eu, so there is nothing to sync.',
  );
  const nothing = draw(ModelsView, shown(context, registryIndex([])), context);
  expect(nothing[0]?.trimEnd()).toBe('Reading https://mlflow.acme.example: 1200 versions so far');
  const problem = { code: 'network-failed', message: 'No answer.', hint: 'Check the network.' } as const;
  const down = contextAt(80, 24, { source: behindServer({ isRead: false, problem }) });
  expect(draw(ModelsView, shown(down, registryIndex([])), down)[0]?.trimEnd()).toBe(
    'The server was not read to its end yet, so its models are not known.',
  );
  expect(reasonNotToWrite(down)).toBe('OFFLINE, no writes. Check the network.');
});

test('keys that write say why they do nothing while the bucket cannot be read', () => {
  const context = contextAt(80, 24, {
    source: inBucket(withProblem('login-required', 'Run gcloud auth application-default login.')),
  });
  for (const key of ['P', 'R']) {
    const binding = bindings.find(each => each.keys.includes(key));
    expect(binding?.disabled?.(shown(context), context)).toBe(
      'LOGIN EXPIRED, no writes. Run gcloud auth application-default login.',
    );
  }
});

test.each(everyTerminal)('fits a terminal of %s', (_, terminal) => {
  const context = { ...terminal, source: inBucket(mirror) };
  expectToFit(draw(ModelsView, shown(context, troubledRegistry()), context), context);
});
