import type { Line } from './line.tsx';
import type { TextField } from './text-field.ts';
import { windowOfField } from './text-field.ts';

/** A field as a line of at most `width` cells: its label, then the text with the cursor in inverse. */
export function lineOfField(label: string, field: TextField, width: number): Line {
  const { before, at, after } = windowOfField(field, width - label.length);
  return [{ text: label, tone: 'accent' }, { text: before }, { text: at, inverse: true }, { text: after }];
}
