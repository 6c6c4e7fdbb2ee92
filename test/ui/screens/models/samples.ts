import type { ModelIndex } from '../../../../src/core/registry/registry-index.ts';
import { chainOf, latestPointer, modelIndex, moveLatest, registryIndex } from './sample-registry.ts';

/** Wide letters in a name, as a team in Tokyo would choose it. */
export const wideName = '本番検索モデル';

/** A name that fits no terminal. */
export const longName = 'a-model-whose-name-is-longer-than-anybody-would-like-it-to-be-really';

/** A reason that fits no line, with wide letters in it. */
export const longReason =
  'INC-42 回答に幻覚が多い: support reported invented refund rules in every third answer since the release of Thursday evening';

/** A model promoted three times and rolled back once, with v3 held. */
export function rolledBackModel(model: string): ModelIndex {
  return modelIndex(model, 3, {
    entries: chainOf(model, [
      {
        ...moveLatest(null, 'v1'),
        action: 'adopt',
        at: '2026-11-01T10:00:00.000Z',
        reason: 'recorded before lastgood',
      },
      { ...moveLatest('v1', 'v2'), at: '2026-11-10T10:00:00.000Z', actor: 'ci@example.org' },
      { ...moveLatest('v2', 'v3'), at: '2026-11-20T18:00:00.000Z', reason: 'weekly candidate' },
      {
        ...moveLatest('v3', 'v2'),
        at: '2026-11-21T03:10:00.000Z',
        action: 'rollback',
        facts: [{ kind: 'held', version: 'v3' }],
        reason: longReason,
        actor: 'alice@example.org',
      },
    ]),
  });
}

/** A model whose pointer another program moved to v1. */
export function driftedModel(model: string): ModelIndex {
  const index = rolledBackModel(model);
  return { ...index, pointers: [latestPointer(model, 'v1')] };
}

/** A registry with everything that can be the matter, what needs attention first. */
export function troubledRegistry() {
  const held = modelIndex('held-model', 2, {
    entries: chainOf('held-model', [
      moveLatest(null, 'v2'),
      { moves: [], action: 'hold', facts: [{ kind: 'held', version: null }], reason: 'audit' },
    ]),
    pointers: [latestPointer('held-model', 'v2')],
  });
  const incomplete = modelIndex('half-written', 2, {
    entries: chainOf('half-written', [moveLatest(null, 'v2')]),
  });
  const halfLive: ModelIndex = {
    ...incomplete,
    versions: [
      { version: 'v1', whole: 'complete' },
      { version: 'v2', whole: 'incomplete' },
    ],
  };
  const damaged = modelIndex('bad-history', 1, {
    entries: chainOf('bad-history', [moveLatest(null, 'v1')]),
    defects: [{ generation: 2, fault: 'damaged', problem: 'torn' }],
  });
  return registryIndex([
    driftedModel('frontshift-rag'),
    halfLive,
    damaged,
    held,
    rolledBackModel(wideName),
    modelIndex(longName, 12, { entries: chainOf(longName, [moveLatest(null, 'v12')]) }),
    modelIndex('never-live', 1),
  ]);
}
