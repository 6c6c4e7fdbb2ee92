import type { Context } from '../../runtime/screen.ts';
import { linesOfCutOff } from './cut-off-line.ts';
import { registryProblems } from './registry-problems.ts';
import type { State } from './update.ts';

/** How the rows of the screen are shared out. */
export type Layout = {
  /** Rows for the models, without their headings. */
  readonly listRows: number;
  /** Rows that say more about the selected model, without the rule above them. */
  readonly panelRows: number;
};

const headingRows = 1;
const ruleRows = 1;

/** Shares out the room: a third for the selected model, but never so much that fewer than three models are seen. Pure. */
export function layoutOf(
  state: Extract<State, { readonly at: 'shown' }>,
  { size, cutOff }: Pick<Context, 'size' | 'cutOff'>,
): Layout {
  const told = registryProblems(state.overview.index).length + linesOfCutOff(cutOff).length;
  const room = size.rows - headingRows - ruleRows - told;
  const panelRows = Math.max(0, Math.min(9, Math.max(4, Math.round(size.rows / 3)), room - 3));
  return { panelRows, listRows: Math.max(1, room - panelRows) };
}
