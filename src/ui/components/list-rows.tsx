import type { Theme } from '../terminal/theme.ts';
import type { Line } from './line.tsx';
import { Lines } from './line.tsx';
import type { WindowedList } from './windowed-list.ts';
import { windowOfList } from './windowed-list.ts';

/** Cells the selection marker takes at the start of every row. */
export const markerWidth = 2;

/** The lines of the rows in the window, the selected one marked. `lineOf` is called for those rows only. */
export function linesOfList(
  list: WindowedList,
  height: number,
  theme: Theme,
  lineOf: (row: number) => Line,
): readonly Line[] {
  const { start, end } = windowOfList(list, height);
  return Array.from({ length: end - start }, (_, place) => {
    const row = start + place;
    return row === list.cursor ? markSelected(lineOf(row), theme) : [{ text: '  ' }, ...lineOf(row)];
  });
}

/** Draws the window of a list; `empty` is drawn in its place when there are no rows. */
export function ListRows(props: {
  list: WindowedList;
  width: number;
  height: number;
  theme: Theme;
  lineOf: (row: number) => Line;
  empty: Line;
}) {
  const { list, width, height, theme, lineOf, empty } = props;
  const lines = list.count === 0 ? [empty] : linesOfList(list, height, theme, lineOf);
  return <Lines lines={lines} width={width} theme={theme} rows={height} />;
}

/** A line with the marker of the selection in front of it and its first part in bold: little to send again when it moves. */
export function markSelected(line: Line, theme: Theme): Line {
  return [
    { text: `${theme.symbols.marker} `, tone: 'accent', bold: true },
    ...line.map((segment, place) => (place === 0 ? { ...segment, bold: true } : segment)),
  ];
}
