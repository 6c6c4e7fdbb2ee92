import { type Line, toned } from './line.tsx';

/**
 * Lines from a scrolled place on, above others that always stay in sight, in at most `rows` in all. What is hidden below is counted in the
 * last line that scrolls. Pure.
 */
export function linesInRoom(
  lines: readonly Line[],
  bottom: readonly Line[],
  scroll: number,
  rows: number,
): readonly Line[] {
  const room = Math.max(1, rows - bottom.length);
  const offset = Math.min(scroll, Math.max(0, lines.length - room));
  const shown = lines.slice(offset, offset + room);
  const hidden = lines.length - offset - shown.length;
  const cut =
    hidden > 0 ? [...shown.slice(0, -1), [toned('muted', `${hidden + 1} more lines: down arrow`)]] : shown;
  return [...cut, ...bottom];
}
