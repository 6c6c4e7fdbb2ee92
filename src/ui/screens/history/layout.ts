import { type ChainContext, linesOfChain } from './chain-lines.ts';
import type { ShownState } from './update.ts';

/** How the rows of the screen are shared out. */
export type Layout = {
  /** Rows for the entries, without their headings. */
  readonly listRows: number;
  /** Rows that say more about the selected entry, without the rule above them. */
  readonly panelRows: number;
};

const headingRows = 1;
const ruleRows = 1;
/** Rows an opened entry needs as a rule. */
const openedRows = 10;

/** A few rows are for the selected entry, or most of the room once it was opened. Pure. */
export function layoutOf(state: Pick<ShownState, 'loaded' | 'detail'>, context: ChainContext): Layout {
  const room = context.size.rows - linesOfChain(state.loaded, context).length - headingRows - ruleRows;
  const briefRows = Math.min(4, Math.max(2, Math.round(room / 5)));
  const listRows = state.detail === 'full' ? fewRows(room) : room - briefRows;
  return { listRows: Math.max(1, listRows), panelRows: Math.max(0, room - listRows) };
}

/** Rows left for the list beside an opened entry: one at least, and more only where the entry has what it needs. */
function fewRows(room: number): number {
  return Math.max(1, Math.min(Math.floor(room / 3), room - openedRows));
}
