import type { Context } from '../../runtime/screen.ts';
import { linesOfHead } from './head-lines.ts';
import type { ShownState } from './update.ts';

/** How the rows of the screen are shared out. */
export type Layout = {
  /** Rows for the verdict and what follows from it. */
  readonly headRows: number;
  /** Rows for rules and files, without their headings. */
  readonly listRows: number;
  /** Rows that say more about the selected one, without the rule above them. */
  readonly panelRows: number;
};

/** The headings of the list, and the rule below it. */
const fixedRows = 2;

/** Rows the verdict may take: a quarter of the room, three at least. Pure. */
export function headRoom({ size }: Pick<Context, 'size'>): number {
  return Math.max(3, Math.round(size.rows / 4));
}

/** Rows for the selected row when it has the screen to itself, below its heading. Pure. */
export function detailRows({ size }: Pick<Context, 'size'>): number {
  return Math.max(1, size.rows - 1);
}

/** A quarter of the room, three rows at least, is for the verdict, and as much for the selected row. Pure. */
export function layoutOf(state: Pick<ShownState, 'view'>, context: Context): Layout {
  const { rows } = context.size;
  const quarter = Math.round(rows / 4);
  const headRows = linesOfHead(state.view, headRoom(context), context).length;
  const panelRows = Math.min(8, Math.max(3, quarter));
  return { headRows, panelRows, listRows: Math.max(1, rows - headRows - fixedRows - panelRows) };
}
