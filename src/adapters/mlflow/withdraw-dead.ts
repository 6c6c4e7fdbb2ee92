import type { HistoryEntry } from '../../core/history/entry.ts';
import { judgeOwner } from '../files/process-owner.ts';
import { readJournals } from '../history/journal.ts';
import { readTaggedHistory } from './counted-entries.ts';
import type { MlflowContext } from './mlflow-context.ts';
import { removeEntryTag } from './set-entry-tag.ts';

/**
 * Takes an announcement back whose process ran on this machine and is gone: nobody else need wait for it. Answers whether it did.
 * Throws as the client does.
 */
export async function withdrawDead(
  context: MlflowContext,
  model: string,
  entry: HistoryEntry,
): Promise<boolean> {
  const journals = await readJournals(context);
  const own = journals.find(({ operationId }) => operationId === entry.operationId);
  if (own === undefined || judgeOwner(own.owner) !== 'gone') return false;
  await removeEntryTag(context, model, entry);
  return true;
}

/** Takes back what an operation announced and never did. Throws as the client does. */
export async function withdrawOperation(context: MlflowContext, operationId: string): Promise<void> {
  const { models } = await context.source.open();
  for (const { content } of models.values()) {
    const { announced } = readTaggedHistory(content);
    for (const { entry } of announced)
      if (entry.operationId === operationId) await removeEntryTag(context, content.model.name, entry);
  }
}
