import { formatCount } from '../format/number.ts';
import { type Line, toned } from './line.tsx';

/** Lines of which at most `rows` are seen; where that is not all, the last one says how many more there are. Pure. */
export function fitLines(lines: readonly Line[], rows: number): readonly Line[] {
  if (lines.length <= rows || rows === 0) return lines.slice(0, rows);
  const hidden = formatCount(lines.length - rows + 1, 'more line');
  return [...lines.slice(0, rows - 1), [toned('muted', `(${hidden} in a taller window)`)]];
}
