import { foldHistory } from '../../../core/history/fold-history.ts';
import { nameLacking } from '../../../core/mirror/live-files.ts';
import type { LiveFiles } from '../../../core/mirror/sides.ts';
import { compareVersionNames } from '../../../core/names/version-name.ts';
import type { Disagreement, IndexedVersion, ModelIndex } from '../../../core/registry/registry-index.ts';
import { formatVersionFolder } from '../layout.ts';
import { commitName } from './upload-version.ts';

/** What is wrong with a version that is live, on either side; undefined when nothing is. Pure. */
export function tellOfLive(live: LiveFiles | undefined): Disagreement | undefined {
  if (live === undefined) return undefined;
  if (live.isCovered) return covered;
  if (live.record === 'altered') return altered;
  if (live.record === 'altered-here') return alteredHere;
  return live.lacking.length === 0 ? undefined : tellOfLacking(live.lacking);
}

/** The versions of a model, with those that are live and have no folder in the copy but something else in its place. Pure. */
export function addCovered(
  { model, entries, versions }: ModelIndex,
  live: ReadonlyMap<string, LiveFiles>,
): readonly IndexedVersion[] {
  const known = new Set(versions.map(({ version }) => version));
  const names = new Set([...foldHistory(entries).aliases.values()].map(({ version }) => version));
  const added = [...names].flatMap((version): readonly IndexedVersion[] => {
    if (version === null || known.has(version)) return [];
    const isHidden = live.get(formatVersionFolder(model, version))?.isCovered === true;
    return isHidden ? [{ version, whole: 'incomplete' }] : [];
  });
  if (added.length === 0) return versions;
  return [...versions, ...added].sort((one, other) => compareVersionNames(one.version, other.version));
}

function tellOfLacking(lacking: LiveFiles['lacking']): Disagreement {
  const isGone = lacking.some(({ name }) => name.endsWith(`/${commitName}`));
  const problem = isGone
    ? 'was deleted in the bucket'
    : `is not whole in the bucket: it lacks ${nameLacking(lacking)}`;
  const neither = lacking.filter(({ isHere }) => !isHere);
  if (neither.length === 0)
    return {
      code: 'version-incomplete',
      problem: `${problem}; this machine has all of it`,
      hint: 'Put it back with lastgood sync push, which sends it only as it was registered; or roll back.',
    };
  return {
    code: 'version-incomplete',
    problem: `${problem}, and this machine does not have ${nameLacking(neither)} as it was`,
    hint: `Roll back, or run lastgood sync push on a machine that has ${nameLacking(neither)}.`,
    isUnusableHere: true,
  };
}

const covered: Disagreement = {
  code: 'version-incomplete',
  problem: 'is not here: a link or a file stands in the place of its folder',
  hint: 'lastgood sync pull sets that aside and brings the version.',
  isUnusableHere: true,
};

const altered: Disagreement = {
  code: 'version-damaged',
  problem: 'is not what was registered: its metadata.json has another digest than the history says',
  hint: 'Roll back, or run lastgood doctor on a machine that read it before it was replaced in the bucket.',
  isUnusableHere: true,
};

const alteredHere: Disagreement = {
  code: 'version-damaged',
  problem: 'is not here as it was registered; the bucket has another metadata.json',
  hint: 'lastgood sync pull sets aside what is here and brings what the bucket has.',
  isUnusableHere: true,
};
