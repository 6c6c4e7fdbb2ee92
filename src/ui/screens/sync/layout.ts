import type { Context } from '../../runtime/screen.ts';

/** How the rows of the screen are shared out. */
export type Layout = {
  /** Rows for how both sides stand. */
  readonly headRows: number;
  /** Rows for the differences. */
  readonly listRows: number;
  /** Rows that say more about the selected one, without the rule above them. */
  readonly panelRows: number;
  /** Rows for the selected one when it has the screen to itself, below its heading. */
  readonly detailRows: number;
};

const ruleRows = 1;

/** A quarter of the room, three rows at least, is for how both sides stand; a third is for the selected difference. Pure. */
export function layoutOf({ size }: Pick<Context, 'size'>): Layout {
  const { rows } = size;
  const headRows = Math.max(3, Math.min(5, Math.round(rows / 4)));
  const panelRows = Math.max(3, Math.min(10, Math.round(rows / 3)));
  const listRows = Math.max(1, rows - headRows - ruleRows - panelRows);
  return { headRows, panelRows, listRows, detailRows: Math.max(1, rows - 1) };
}
