import type { OperationRecord } from '../../core/operation/operation-record.ts';
import { isTemporaryName } from '../files/durable-write.ts';
import { withFileErrors } from '../files/file-errors.ts';
import { removeOld } from '../files/remove-old.ts';
import type { DirectoryContext } from './directory-options.ts';

/**
 * Removes temporary files and folders that cut-off writes left behind: in the registry folder, in `rollback_logs` and in
 * `.lastgood`. What is young, or belongs to an operation of `keep`, stays. Returns the removed paths, inside the registry.
 */
export async function removeDirectoryLeftovers(
  context: DirectoryContext,
  keep: readonly OperationRecord[],
): Promise<readonly string[]> {
  const { places } = context;
  const removed: string[] = [];
  const kept = keep.map(operation => `version-${operation.operationId}`);
  await withFileErrors('remove leftovers', places.own, async () => {
    for (const folder of [places.root, places.rollbackLogs, places.own, places.operations]) {
      removed.push(...(await removeOld(context, folder, isTemporaryName)));
    }
    removed.push(...(await removeOld(context, places.temporary, name => !kept.includes(name))));
  });
  return removed.map(path => path.slice(places.root.length + 1));
}
