import { noGate } from '../history/entry.ts';
import { listSpans, wasTakenBack } from '../history/model-history.ts';
import type { ModelStatus } from '../registry/model-status.ts';
import { findNamesake } from '../registry/namesake.ts';
import { findState, listStates } from '../registry/version-state.ts';
import { choosePrevious } from '../rollback/choose-target.ts';
import type { Plan } from './plan.ts';
import { block, makePlan, type Planning } from './planning.ts';

/** How many live versions back a rollback may want to go; cleanup keeps them. */
export const rollbackWindowCount = 3;

/** How cleanup chose for one version. */
export type CleanupChoice = { readonly version: string; readonly keptBecause: string | undefined };

/** What cleanup is asked to do. */
export type CleanupRequest = {
  /** How many of the newest complete versions to keep. At least 1. */
  readonly keepCount: number;
  /** Versions that other versions were made from. */
  readonly parents: ReadonlySet<string>;
};

const notUndoneOf = {
  history: 'archived versions cannot become live again; their files stay where they are',
  registry: 'archived versions stay where they are, and can be promoted again',
} as const;

/**
 * Plans archiving old versions. Kept besides the newest: what is live, held, in the rollback window, or a lineage parent.
 * Archiving is a mark: no file is removed. Pure.
 */
export function planCleanup(planning: Planning, request: CleanupRequest): Plan {
  const { model } = planning.status.index;
  const going = chooseCleanup(planning.status, request).filter(choice => choice.keptBecause === undefined);
  const command = ['cleanup', model, '--keep', String(request.keepCount)];
  const invalid = !Number.isInteger(request.keepCount) || request.keepCount < 1;
  if (going.length === 0 && !invalid) {
    return makePlan(planning, {
      act: 'cleanup',
      title: `Nothing to archive in ${model}`,
      drafts: [],
      command,
    });
  }
  return makePlan(planning, {
    act: 'cleanup',
    title: `Archive ${going.length} version${going.length === 1 ? '' : 's'} of ${model}: ${going.map(choice => choice.version).join(', ')}`,
    drafts: [
      {
        action: 'archive',
        moves: [],
        facts: going.map(choice => ({
          kind: 'state',
          version: choice.version,
          from: findState(planning.status, choice.version),
          to: 'archived',
        })),
        reason: `cleanup, keep ${request.keepCount}`,
        gate: noGate,
        reverts: null,
      },
    ],
    blockers: invalid
      ? [block('usage', `--keep takes a whole number from 1, not ${request.keepCount}.`)]
      : [],
    notUndone: [notUndoneOf[planning.status.leads]],
    command,
  });
}

/** Every complete version that is not archived yet, newest first, with why it is kept. Pure. */
export function chooseCleanup(status: ModelStatus, request: CleanupRequest): readonly CleanupChoice[] {
  const { effective, index } = status;
  const live = new Map(listHolders(status));
  const window = listRollbackWindow(status);
  const states = listStates(status);
  return index.versions
    .filter(version => version.whole === 'complete' && states.get(version.version) !== 'archived')
    .toReversed()
    .map(({ version }, place) => {
      const alias = live.get(version);
      if (alias !== undefined) return { version, keptBecause: `live under ${alias}` };
      const namesake = findNamesake(index, version);
      if (namesake !== undefined) return { version, keptBecause: `under ${namesake.target}` };
      if (effective.versionHolds.has(version)) return { version, keptBecause: 'held' };
      if (window.has(version)) return { version, keptBecause: 'in the rollback window' };
      if (request.parents.has(version)) return { version, keptBecause: 'other versions were made from it' };
      return {
        version,
        keptBecause: place < request.keepCount ? `one of the newest ${request.keepCount}` : undefined,
      };
    });
}

/** Every version that stands in an alias or a stage, be it by the history or by what is found. */
function listHolders({
  effective,
  index,
}: ModelStatus): readonly (readonly [version: string, alias: string])[] {
  const live = [...effective.aliases].flatMap(([alias, { version }]) =>
    version === null ? [] : [[version, alias] as const],
  );
  const found = index.pointers.flatMap(({ alias, reading }) =>
    reading.state === 'names'
      ? [...(reading.others ?? []), reading.version].map(version => [version, alias] as const)
      : [],
  );
  return [...found, ...live];
}

/** The versions a rollback would want: the latest few that were live under any alias, the last good one, and what `--previous` gives. */
function listRollbackWindow(status: ModelStatus): ReadonlySet<string> {
  const window = new Set<string>();
  for (const alias of status.effective.aliases.keys()) {
    const recent = [
      ...new Set(
        listSpans(status.effective, alias)
          .map(span => span.version)
          .toReversed(),
      ),
    ];
    for (const version of recent.slice(0, rollbackWindowCount)) window.add(version);
    const previous = choosePrevious(status, alias);
    if (previous) window.add(previous.version);
    const lastGood = findLastGood(status, alias);
    if (lastGood !== undefined) window.add(lastGood);
  }
  return window;
}

/** The version that was live last, is whole and was neither rolled back nor held: by the history alone, no file is looked at. */
function findLastGood({ effective, index }: ModelStatus, alias: string): string | undefined {
  const live = effective.aliases.get(alias)?.version;
  const whole = new Set(index.versions.flatMap(each => (each.whole === 'complete' ? [each.version] : [])));
  return listSpans(effective, alias).findLast(
    ({ version }) =>
      version !== live &&
      whole.has(version) &&
      !effective.versionHolds.has(version) &&
      !wasTakenBack(effective, alias, version),
  )?.version;
}
