import { foldHistory } from '../../../core/history/fold-history.ts';
import type { ModelIndex, RegistryIndex, StaleProjection } from '../../../core/registry/registry-index.ts';
import { formatPointerName, formatVersionFolder, rollbackLogsName, sharedAlias } from '../layout.ts';
import { findNamed, type RawPointer } from '../read-pointer.ts';
import { formatRollbackLogName, nameLogStep } from '../rollback-logs.ts';
import { findNewestSharedMove } from '../shared-pointer.ts';
import { listCoveredPointers } from './list-covered-pointers.ts';
import { address } from './project-bucket.ts';
import type { SeenObjects } from './seen-objects.ts';

/**
 * The index, with the pointers of the bucket that do not say what the histories say, and the logs of the rollbacks by which something is
 * live that it has not: one could not be written, or another program wrote over it. Pure.
 * @param said what the bucket's pointers said; undefined when that was never read: nothing is known of them
 */
export function tellStale(
  index: RegistryIndex,
  said: ReadonlyMap<string, RawPointer> | undefined,
  url: string,
  seen: Pick<SeenObjects, 'find' | 'list'>,
): RegistryIndex {
  if (said === undefined) return index;
  const shared = findNewestSharedMove(index.models);
  const covered = listCoveredPointers(seen);
  const tell = (model: ModelIndex): ModelIndex => {
    const wanted = [...foldHistory(model.entries).aliases].map(([alias, { version }]) => ({
      alias,
      name: formatPointerName(model.model, alias),
      recorded: version,
    }));
    if (shared?.model === model.model)
      wanted.push({ alias: sharedAlias, name: sharedAlias, recorded: shared.to });
    const stale = wanted.flatMap(({ alias, name, recorded }): readonly StaleProjection[] => {
      const named = findNamed(said.get(name) ?? { state: 'absent' });
      const says =
        named &&
        (named.model === model.model ? named.version : formatVersionFolder(named.model, named.version));
      return (says ?? null) === recorded || covered.has(name)
        ? []
        : [{ kind: 'set-pointer', alias, target: address({ url }, name), says: says ?? null, recorded }];
    });
    return { ...model, stale: [...stale, ...listMissingLogs(model, url, seen)] };
  };
  return { ...index, models: index.models.map(tell) };
}

function listMissingLogs(
  { entries }: ModelIndex,
  url: string,
  seen: Pick<SeenObjects, 'find'>,
): readonly StaleProjection[] {
  return [...foldHistory(entries).aliases].flatMap(([alias, position]): readonly StaleProjection[] => {
    const { action, operationId, since } = position;
    const object = seen.find(`${rollbackLogsName}/${formatRollbackLogName(since, operationId)}`);
    if (action !== 'rollback' || (object !== undefined && object.isGone !== true)) return [];
    const target = address({ url }, nameLogStep(operationId));
    return [{ kind: 'write-log', alias, target, says: null, recorded: null }];
  });
}
