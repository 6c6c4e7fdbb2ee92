import { foldHistory } from '../../../core/history/fold-history.ts';
import type { ModelIndex, RegistryIndex, StaleProjection } from '../../../core/registry/registry-index.ts';
import { formatPointerName, formatVersionFolder, sharedAlias } from '../layout.ts';
import { findNamed, type RawPointer } from '../read-pointer.ts';
import { findNewestSharedMove } from '../shared-pointer.ts';
import { address } from './project-bucket.ts';

/**
 * The index, with the pointers of the bucket that do not say what the histories say: one could not be written, or another program wrote
 * over it. Pure.
 * @param said what the bucket's pointers said; undefined when that was never read: nothing is known of them
 */
export function tellStale(
  index: RegistryIndex,
  said: ReadonlyMap<string, RawPointer> | undefined,
  url: string,
): RegistryIndex {
  if (said === undefined) return index;
  const shared = findNewestSharedMove(index.models);
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
      return (says ?? null) === recorded
        ? []
        : [{ alias, target: address({ url }, name), says: says ?? null, recorded }];
    });
    return { ...model, stale };
  };
  return { ...index, models: index.models.map(tell) };
}
