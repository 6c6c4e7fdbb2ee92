import type { HistoryEntry, Move } from '../../core/history/entry.ts';
import { readHistoryTags, type TaggedEntry } from './history-tags.ts';
import { isInPlace, isStage } from './holders.ts';
import type { MlflowContent } from './origin.ts';
import { printVersion } from './version-number.ts';

/** How far the clocks of a server and of a machine may be apart, and a request under way, in milliseconds. */
const aboutMs = 10 * 60_000;

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
  const { tagged, defects } = readHistoryTags(content.model.tags);
  const counted: TaggedEntry[] = [];
  const announced: TaggedEntry[] = [];
  for (const each of tagged) (hasHappened(each, content) ? counted : announced).push(each);
  return { counted, announced, defects };
}

function hasHappened({ state, entry }: TaggedEntry, content: MlflowContent): boolean {
  const { moves } = entry;
  if (state !== 'begun') return true;
  return (
    moves.length > 0 && moves.every(move => isInPlace(content, move) && isOfThatTime(entry, move, content))
  );
}

/** Whether a version entered a stage about when it was announced: later it was somebody else who moved it. Aliases have no time. */
function isOfThatTime({ at }: HistoryEntry, { alias, to }: Move, { versions }: MlflowContent): boolean {
  if (to === null || !isStage(alias)) return true;
  const changedAt = versions.find(({ version }) => printVersion(version) === to)?.updatedAt;
  return changedAt === undefined || Math.abs(changedAt - Date.parse(at)) <= aboutMs;
}
