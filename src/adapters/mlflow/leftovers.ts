import type { OperationRecord } from '../../core/operation/operation-record.ts';
import { withFileErrors } from '../files/file-errors.ts';
import { removeLeftovers } from '../history/remove-leftovers.ts';
import { readTaggedHistory } from './counted-entries.ts';
import type { MlflowContext } from './mlflow-context.ts';
import { removeEntryTag } from './set-entry-tag.ts';

/** Younger ones may belong to a writer that is still at work, in milliseconds. */
const olderThanMs = 60 * 60 * 1000;

/**
 * Removes what writers that were killed left behind: temporary files of this machine, and announcements on the server that nothing came
 * of. Returns what it removed. @throws UnavailableError
 */
export async function removeMlflowLeftovers(
  context: MlflowContext,
  keep: readonly OperationRecord[],
): Promise<readonly string[]> {
  const { fileSystem, places, source, now } = context;
  const removed = [
    ...(await withFileErrors('remove leftovers', places.temporary, () =>
      removeLeftovers(fileSystem, places.root, olderThanMs, now),
    )),
  ];
  const kept = new Set(keep.map(({ operationId }) => operationId));
  for (const { content } of (await source.open()).models.values()) {
    for (const { key, entry } of readTaggedHistory(content).announced) {
      if (kept.has(entry.operationId) || now() - Date.parse(entry.at) < olderThanMs) continue;
      await removeEntryTag(context, content.model.name, entry);
      removed.push(`tag ${key} of models:/${content.model.name}`);
    }
  }
  return removed;
}
