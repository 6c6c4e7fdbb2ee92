import { join } from 'node:path';
import type { OperationRecord } from '../../core/operation/operation-record.ts';
import { isTemporaryName, listNamesIfThere } from '../files/durable-write.ts';
import { withFileErrors } from '../files/file-errors.ts';
import { removeOld } from '../files/remove-old.ts';
import type { CatalogContext } from './catalog-options.ts';
import { claimEnding } from './claim-record.ts';

/**
 * Removes what cut-off writes left behind in our folder. What is young, or may belong to an operation of `keep`, stays. Returns the
 * removed paths, from the folder of the file of models on.
 */
export async function removeCatalogLeftovers(
  context: CatalogContext,
  keep: readonly OperationRecord[],
): Promise<readonly string[]> {
  const { places, fileSystem } = context;
  const removed: string[] = [];
  await withFileErrors('remove leftovers', places.own, async () => {
    for (const folder of [places.own, places.operations])
      removed.push(...(await removeOld(context, folder, isTemporaryName)));
    removed.push(...(await removeOld(context, places.temporary, () => true)));
    for (const model of await listNamesIfThere(fileSystem, places.versions)) {
      if (keep.some(operation => operation.model === model)) continue;
      const folder = join(places.versions, model);
      const names = new Set(await listNamesIfThere(fileSystem, folder));
      const isUnused = (name: string): boolean =>
        name.endsWith(claimEnding) && !names.has(`${name.slice(0, -claimEnding.length)}.json`);
      removed.push(...(await removeOld(context, folder, isUnused)));
    }
  });
  return removed.map(path => path.slice(places.root.length + 1));
}
