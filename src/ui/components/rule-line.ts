import { displayWidth } from '../format/display-width.ts';
import type { Theme } from '../terminal/theme.ts';
import { type Line, toned } from './line.tsx';

/** A rule across the screen with a title in it: `── v11 · 11 versions ────`. */
export function lineOfRule(title: string, width: number, theme: Theme): Line {
  const { horizontal } = theme.symbols;
  const used = displayWidth(title) + 4;
  return [
    toned('muted', `${horizontal.repeat(2)} `),
    { text: title, tone: 'accent' },
    toned('muted', ` ${horizontal.repeat(Math.max(0, width - used))}`),
  ];
}
