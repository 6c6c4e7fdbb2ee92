import { lineOfField } from '../../components/field-line.ts';
import type { Line } from '../../components/line.tsx';
import { markSelected } from '../../components/list-rows.tsx';
import type { TextField } from '../../components/text-field.ts';
import { createList, windowOfList } from '../../components/windowed-list.ts';
import { displayWidth } from '../../format/display-width.ts';
import { padText } from '../../format/fit-text.ts';
import type { Theme } from '../../terminal/theme.ts';
import type { HelpLine } from '../help.ts';
import type { PaletteEntry } from '../palette.ts';

/** The part of the help that fits, from a line on. */
export function linesOfHelp(help: readonly HelpLine[], offset: number, rows: number): readonly Line[] {
  const keyWidth = Math.max(0, ...help.map(line => (line.kind === 'key' ? displayWidth(line.keys) : 0)));
  return help.slice(offset, offset + rows).map((line): Line => {
    if (line.kind === 'heading') return [{ text: line.text, bold: true }];
    const keys = padText(`  ${line.keys}`, keyWidth + 4);
    if (line.reason === undefined) return [{ text: keys, tone: 'accent' }, { text: line.label }];
    return [
      { text: keys, tone: 'muted' },
      { text: `${line.label}: ${line.reason}`, tone: 'muted' },
    ];
  });
}

/** The palette: what is typed, then what fits it, best first. */
export function linesOfPalette(
  field: TextField,
  entries: readonly PaletteEntry[],
  selected: number,
  size: { readonly columns: number; readonly rows: number },
  theme: Theme,
): readonly Line[] {
  const height = size.rows - 1;
  const prompt = lineOfField(': ', field, size.columns);
  if (entries.length === 0) return [prompt, [{ text: '  Nothing fits.', tone: 'muted' }]];
  const textWidth = Math.min(36, Math.max(...entries.map(entry => displayWidth(entry.text))));
  const list = createList(entries.length, selected);
  const { start, end } = windowOfList({ ...list, offset: 0 }, height);
  const lines = entries.slice(start, end).map((entry, place): Line => {
    const text = padText(entry.text, textWidth);
    const note = entry.reason ?? entry.note;
    const unavailable = entry.reason === undefined ? 'plain' : 'muted';
    const line: Line = [
      { text, tone: unavailable },
      { text: `  ${note}`, tone: 'muted' },
    ];
    return start + place === list.cursor ? markSelected(line, theme) : [{ text: '  ' }, ...line];
  });
  return [prompt, ...lines];
}
