import { readHistoryTags, type TaggedEntry } from './history-tags.ts';
import { isInPlace } from './holders.ts';
import type { MlflowContent } from './origin.ts';

/** The history of a model as its tags have it. */
export type TaggedHistory = {
  /** What has happened. In order. */
  readonly counted: readonly TaggedEntry[];
  /** What somebody announced, and of which nothing is to be seen: it runs now, or was cut off before it moved anything. */
  readonly announced: readonly TaggedEntry[];
  readonly defects: ReturnType<typeof readHistoryTags>['defects'];
};

/**
 * The entries of a model. One that was only begun counts where the server shows what it set out to do: whoever made it was cut off
 * before they could say so. Pure.
 */
export function readTaggedHistory(content: MlflowContent): TaggedHistory {
  const { tagged, defects } = readHistoryTags(content.model.name, content.model.tags);
  const counted: TaggedEntry[] = [];
  const announced: TaggedEntry[] = [];
  for (const each of tagged) (hasHappened(each, content) ? counted : announced).push(each);
  return { counted, announced, defects };
}

function hasHappened({ state, entry: { moves } }: TaggedEntry, content: MlflowContent): boolean {
  return state !== 'begun' || (moves.length > 0 && moves.every(move => isInPlace(content, move)));
}
