import type { EntryDraft } from '../history/entry-draft.ts';
import type { Capabilities } from '../registry/registry-index.ts';
import type { Plan } from './plan.ts';

/** Said of every move where nothing keeps two from moving at the same time: in its review, where it is confirmed, and in its receipt. */
export const bestEffortWords = 'Best effort: the server has no compare-and-swap; the result is read back.';

/** The same of what is on record. */
export const bestEffortHistoryWords =
  'Best effort: the server has no compare-and-swap; of moves at the same time the order may be unknown.';

/** What a review says of moves in a registry that can do this much: nothing where they are safe from others. Pure. */
export function warnOfBestEffort(
  { compareAndSwap }: Pick<Capabilities, 'compareAndSwap'>,
  drafts: readonly EntryDraft[],
): readonly string[] {
  return compareAndSwap || drafts.every(({ moves }) => moves.length === 0) ? [] : [bestEffortWords];
}

/** Whether a plan says that it is carried out as well as can be, and no better. Pure. */
export function isBestEffort({ warnings }: Pick<Plan, 'warnings'>): boolean {
  return warnings.includes(bestEffortWords);
}
