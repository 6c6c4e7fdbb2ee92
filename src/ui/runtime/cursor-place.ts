import { stripVTControlCharacters } from 'node:util';
import { displayWidth } from '../format/display-width.ts';
import type { CellPlace } from '../terminal/pen.ts';

const inverse = '\u001B[7m';

/**
 * Where the terminal's own (hidden) cursor rests in a frame, for screen readers and phones that follow it: on the cursor of
 * a text field, else on the marker of the selected row, else at the start of the last row. Pure.
 */
export function findCursorPlace(frame: string, marker: string): CellPlace {
  const lines = frame.split('\n');
  const fieldRow = lines.findIndex(line => line.includes(inverse));
  if (fieldRow !== -1) {
    const before = lines[fieldRow]?.split(inverse)[0] ?? '';
    return { row: fieldRow, column: displayWidth(stripVTControlCharacters(before)) };
  }
  const selected = lines.findIndex(line => stripVTControlCharacters(line).startsWith(`${marker} `));
  return { row: selected === -1 ? lines.length - 1 : selected, column: 0 };
}
