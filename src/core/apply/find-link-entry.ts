import type { HistoryEntry } from '../history/entry.ts';
import type { LinkWork } from './deployment-environment.ts';

/**
 * The entry that an earlier try of a link has put in the history; undefined when it has not. Whatever happened after it, the link is made.
 * @throws UnavailableError when the history cannot be read
 */
export async function findLinkEntry(
  { deployment: { model }, link: { operationId }, session: { registry } }: LinkWork,
  action: HistoryEntry['action'],
): Promise<HistoryEntry | undefined> {
  const { entries } = await registry.writer.history.readHistory(model);
  return entries.find(({ entry }) => entry.operationId === operationId && entry.action === action)?.entry;
}
