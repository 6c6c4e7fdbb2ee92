import { guideLimit, type TreeRow } from '../../core/lineage/version-tree.ts';
import type { TreeSymbols } from '../terminal/theme.ts';

/** Cells a level of a tree is indented by. */
const levelCells = 4;
const blank = ' '.repeat(levelCells);

/** Cells that names and what stands behind them should have left beside the lines of a tree. */
const namedCells = 24;
const fewestLevels = 3;
const mostLevels = 12;

/** How many levels are indented in a room of cells: what is deeper stands below each other, its level in front. Pure. */
export function chooseIndentedLevels(width: number): number {
  const fitting = Math.floor((width - namedCells) / levelCells);
  return Math.min(mostLevels, guideLimit, Math.max(fewestLevels, fitting));
}

/**
 * What stands in front of a version in a tree: `│   └── `. From a level on that is not indented any more, its level: `│   [17] `, of
 * which what it hangs on is the nearest one above with one less. Pure.
 */
export function formatTreePrefix(row: TreeRow, indentedLevels: number, symbols: TreeSymbols): string {
  const isIndented = row.level <= indentedLevels;
  const guideCount = Math.min(row.guides.length, (isIndented ? row.level : indentedLevels) - 1);
  let lines = '';
  for (let place = 0; place < guideCount; place += 1)
    lines += row.guides[place] === '|' ? symbols.through : blank;
  if (!isIndented) return `${lines}${blank}[${row.level}] `;
  const isWeak = row.relation === 'previous-live';
  if (row.isLast) return lines + (isWeak ? symbols.weakLast : symbols.last);
  return lines + (isWeak ? symbols.weakBranch : symbols.branch);
}
