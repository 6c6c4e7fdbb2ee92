import type { Size } from '../../runtime/screen.ts';
import type { StateAt } from './update.ts';

/** Lines that stand above and below the rows of a review, however many there are. */
const aroundReview = 8;
/** The same around the rows of a receipt. */
const aroundReceipt = 7;

/** Rows of the part that scrolls. Pure. */
export function rowsToScroll(
  state: StateAt<'review' | 'finished'>,
  { size }: { readonly size: Size },
): number {
  if (state.at === 'finished') return Math.max(1, size.rows - aroundReceipt);
  // A typed name takes a line more than a key.
  return Math.max(1, size.rows - aroundReview - (state.consent.by === 'typing' ? 1 : 0));
}

/** How many rows there are to scroll through. Pure. */
export function countScrolled(state: StateAt<'review' | 'finished'>): number {
  return state.at === 'review' ? state.transfers.length : state.receipt.transfers.length;
}
