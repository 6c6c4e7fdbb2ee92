import type { Size } from '../../runtime/screen.ts';

/** How the rows of the screen are shared out. */
export type Layout = {
  /** Rows above the chart: the metric, and where there is room how it develops. */
  readonly headRows: number;
  readonly chartRows: number;
  /** Rows that say more about the selected version, without the rule above them. */
  readonly panelRows: number;
};

const ruleRows = 1;
/** Below so many rows the chart needs what can be spared. */
const compactRows = 14;

/** Most rows are the chart's; four at least and seven at most are for the selected version, two where there is little room. Pure. */
export function layoutOf({ rows }: Size): Layout {
  const headRows = rows < compactRows ? 1 : 2;
  const room = rows - headRows - ruleRows;
  const panelRows = rows < compactRows ? 2 : Math.min(7, Math.max(4, Math.round(room / 3)));
  return { headRows, panelRows, chartRows: Math.max(1, room - panelRows) };
}

/** Versions that a page key moves over: a fifth of all, so that thousands are crossed in a few keys. Pure. */
export function pageOf(count: number): number {
  return Math.max(10, Math.round(count / 5));
}

/** Rows for the list of metrics, below its field and its headings. Pure. */
export function metricRows({ rows }: Size): number {
  return Math.max(1, rows - 2);
}
