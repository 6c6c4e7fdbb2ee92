import type { Size } from '../../runtime/screen.ts';

/** How the rows of the screen are shared out. */
export type Layout = {
  /** Rows for the writes, without their headings. */
  readonly listRows: number;
  /** Rows that say more about the selected write, without the rule above them. */
  readonly panelRows: number;
};

/** A quarter of the room, four rows at least and six at most, is for the selected write. Pure. */
export function layoutOf(size: Size): Layout {
  const panelRows = Math.min(6, Math.max(4, Math.round(size.rows / 4)));
  return { panelRows, listRows: Math.max(1, size.rows - 2 - panelRows) };
}
