import type { Size } from '../../runtime/screen.ts';

/** How the rows of the screen are shared out. */
export type Layout = {
  /** Rows for the tree, without its headings. */
  readonly listRows: number;
  /** Rows that say more about the selected version, without the rule above them. */
  readonly panelRows: number;
};

/** A third of the room, three rows at least and eight at most, is for the selected version. Pure. */
export function layoutOf(size: Size): Layout {
  const panelRows = Math.min(8, Math.max(3, Math.round(size.rows / 3)));
  return { panelRows, listRows: Math.max(1, size.rows - 2 - panelRows) };
}
