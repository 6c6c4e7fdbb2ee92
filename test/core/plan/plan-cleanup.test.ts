import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooseCleanup, planCleanup } from '../../../src/core/plan/plan-cleanup.ts';
import { choosePrevious } from '../../../src/core/rollback/choose-target.ts';
import { record, type ServerModel, serverPlanning, serverStatus } from '../../support/server-status.ts';

const none: ReadonlySet<string> = new Set();

/** Twelve versions: v3 in Production and v2 before it, v4 and v5 in Staging at once, v6 champion, v1 archived, v7 held. */
const busy: ServerModel = {
  count: 12,
  stages: { Production: ['v3'], Staging: ['v4', 'v5'], Archived: ['v1'] },
  aliases: { champion: 'v6' },
  entries: record(
    [],
    [
      { moves: [{ alias: 'Production', from: null, to: 'v2' }] },
      { moves: [{ alias: 'Production', from: 'v2', to: 'v3' }] },
      { action: 'hold', moves: [], facts: [{ kind: 'held', version: 'v7' }] },
    ],
  ),
};

describe('cleanup on a server', () => {
  test('archives by number, and nothing that stands anywhere, is held, may be rolled back to or has descendants', () => {
    const request = { keepCount: 3, parents: new Set(['v8']) };
    expect(
      Object.fromEntries(
        chooseCleanup(serverStatus(busy), request).map(each => [each.version, each.keptBecause]),
      ),
    ).toEqual({
      v12: 'one of the newest 3',
      v11: 'one of the newest 3',
      v10: 'one of the newest 3',
      v9: undefined,
      v8: 'other versions were made from it',
      v7: 'held',
      v6: 'live under champion',
      v5: 'live under Staging',
      v4: 'live under Staging',
      v3: 'live under Production',
      v2: 'in the rollback window',
    });
  });

  test('says that what is archived there can come back', () => {
    expect(planCleanup(serverPlanning(busy), { keepCount: 3, parents: none }).notUndone).toEqual([
      'archived versions stay where they are, and can be promoted again',
    ]);
  });

  test('keeps the last good version behind any number that were rolled back', () => {
    const back = (from: string) => ({
      action: 'rollback' as const,
      moves: [{ alias: 'Production', from, to: 'v1' }],
    });
    const bad = ['v2', 'v3', 'v4', 'v5', 'v6'].flatMap(version => [
      { moves: [{ alias: 'Production', from: 'v1', to: version }] },
      back(version),
    ]);
    const forth = { moves: [{ alias: 'Production', from: 'v1', to: 'v7' }] };
    const entries = record([], [{ moves: [{ alias: 'Production', from: null, to: 'v1' }] }, ...bad, forth]);
    const status = serverStatus({ count: 12, stages: { Production: ['v7'] }, entries });
    const kept = chooseCleanup(status, { keepCount: 1, parents: none });
    expect(kept.find(({ version }) => version === 'v1')?.keptBecause).toBe('in the rollback window');
  });
});

const count = 12;
const version = fc.integer({ min: 1, max: count }).map(number => `v${number}`);
const alias = fc.constantFrom('Production', 'Staging', 'champion');
const someVersions = fc.uniqueArray(version, { maxLength: 3 });

test('whatever stands where: what goes is older than those kept, and nobody could miss it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ alias, to: version, back: fc.boolean() }), { maxLength: 10 }),
      fc.record({ Production: someVersions, Staging: someVersions }),
      fc.dictionary(fc.constantFrom('champion', 'challenger'), version),
      fc.record({ held: someVersions, parents: someVersions, keepCount: fc.integer({ min: 1, max: 5 }) }),
      (moves, stages, aliases, { held, parents, keepCount }) => {
        const entries = record(
          [],
          [
            ...moves.map(({ alias: name, to, back }) => ({
              action: back ? ('rollback' as const) : ('promote' as const),
              moves: [{ alias: name, from: null, to }],
            })),
            ...held.map(each => ({
              action: 'hold' as const,
              moves: [],
              facts: [{ kind: 'held' as const, version: each }],
            })),
          ],
        );
        const status = serverStatus({ count, stages, aliases, entries });
        const choices = chooseCleanup(status, { keepCount, parents: new Set(parents) });
        const going = choices.flatMap(each => (each.keptBecause === undefined ? [each.version] : []));
        const previous = [...status.effective.aliases.keys()].map(
          name => choosePrevious(status, name)?.version,
        );
        const wanted = [
          ...stages.Production,
          ...stages.Staging,
          ...Object.values(aliases),
          ...held,
          ...parents,
          ...previous,
        ];
        expect(going.filter(each => wanted.includes(each))).toEqual([]);
        const newest = Array.from({ length: keepCount }, (_, at) => `v${count - at}`);
        expect(going.filter(each => newest.includes(each))).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
});
