import type { Line, Tone } from '../../components/line.tsx';
import { smallestSize } from '../app-state.ts';
import type { Size } from '../screen.ts';

/** What is shown instead of a screen that has no room: need and have of each axis, and the keys that work. */
export function linesOfTooSmall(size: Size): readonly Line[] {
  return [
    [{ text: 'This terminal is too small.', bold: true }],
    needLine('columns', smallestSize.columns, size.columns),
    needLine('rows', smallestSize.rows, size.rows),
    [
      { text: 'q', tone: 'accent', bold: true },
      { text: ' Quit  ' },
      { text: '?', tone: 'accent', bold: true },
      { text: ' Help' },
    ],
  ];
}

function needLine(axis: string, need: number, have: number): Line {
  const enough: Tone = have >= need ? 'good' : 'bad';
  return [
    { text: `${axis.padEnd(8)}need ${need}, have ` },
    { text: String(have), tone: enough, bold: have < need },
  ];
}
