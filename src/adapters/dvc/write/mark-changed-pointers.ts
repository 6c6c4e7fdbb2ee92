import { describeErrorCode } from '../../../core/errors/error-codes.ts';
import { foldHistory } from '../../../core/history/fold-history.ts';
import type { AliasObstacle, ModelIndex, RegistryIndex } from '../../../core/registry/registry-index.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { dvcAliases, formatStableTarget } from '../dvc-places.ts';
import type { Git } from '../git/git-program.ts';
import { listPathChanges, type PathChange } from '../git/path-changes.ts';

/**
 * An index in which no run of a family can become stable while its stable pointer has changes of the user that are not committed. A pointer
 * that names another run than the history is drift, and decided about as such; only the others are looked at.
 * @throws UnavailableError git-failed and others
 */
export async function markChangedPointers(git: Git, index: RegistryIndex): Promise<RegistryIndex> {
  const pointers = new Map(
    index.models.filter(isAsRecorded).map(({ model }) => [formatStableTarget(model), model]),
  );
  const changes = await listPathChanges(git, [...pointers.keys()]);
  if (changes.length === 0) return index;
  const changed = new Map(changes.map(change => [pointers.get(change.path), change]));
  const models = index.models.map(each => {
    const change = changed.get(each.model);
    return change === undefined ? each : obstruct(each, change);
  });
  return { ...index, models };
}

/** Whether the history knows what is stable, and the pointer says the same or is gone. */
function isAsRecorded({ entries, pointers }: ModelIndex): boolean {
  const recorded = foldHistory(entries).aliases.get(dvcAliases.stable)?.version ?? undefined;
  const reading = pointers.find(({ alias }) => alias === dvcAliases.stable)?.reading;
  if (recorded === undefined || reading === undefined) return false;
  return reading.state === 'absent' || (reading.state === 'names' && reading.version === recorded);
}

function obstruct(model: ModelIndex, { path, change }: PathChange): ModelIndex {
  const obstacle: AliasObstacle = {
    alias: dvcAliases.stable,
    code: 'working-tree-changed',
    problem: `cannot become stable: ${makeSafeText(path, { limit: 200 })} has changes of yours that are not committed (${change})`,
    hint: describeErrorCode('working-tree-changed').hint,
  };
  const versions = model.versions.map(each => ({
    ...each,
    obstacles: [...(each.obstacles ?? []), obstacle],
  }));
  return { ...model, versions };
}
