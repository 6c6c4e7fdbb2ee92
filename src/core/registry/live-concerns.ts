import type { ModelHistory } from '../history/model-history.ts';
import type { Concern } from './model-status.ts';
import type { IndexedVersion, ModelIndex } from './registry-index.ts';
import { describeIncomplete } from './wholeness-words.ts';

/** What to do where the files of a live version are gone: its name never means another version, so it is not registered again. */
export const liveGoneHint =
  'Roll back, or put its files back: from a backup, or by lastgood sync push on a machine whose copy has them.';

/** What is wrong with the versions that are live: held, or not there for everybody who asks for them. Pure. */
export function describeLiveConcerns(
  index: ModelIndex,
  effective: Pick<ModelHistory, 'aliases' | 'versionHolds'>,
): readonly Concern[] {
  return [...effective.aliases].flatMap(([alias, { version }]): readonly Concern[] => {
    if (version === null) return [];
    const found = index.versions.find(known => known.version === version);
    const problem = findProblem(index, found);
    return [
      ...(effective.versionHolds.has(version)
        ? [concern('held', `${version} is held and live under ${alias}`)]
        : []),
      ...(problem === undefined
        ? []
        : [
            {
              ...concern('live-damaged', `${version}, live under ${alias}, ${problem}`),
              hint: found?.disagreement?.hint ?? found?.unfinished?.hint,
            },
          ]),
    ];
  });
}

function findProblem(index: ModelIndex, found: IndexedVersion | undefined): string | undefined {
  const isToCome = found === undefined ? index.isArriving === true : found.arriving !== undefined;
  if (isToCome) return undefined;
  if (found === undefined) return 'does not exist';
  return found.disagreement?.problem ?? (found.whole === 'complete' ? undefined : describeIncomplete(found));
}

function concern(kind: Concern['kind'], message: string): Concern {
  return { severity: 'critical', kind, message };
}
