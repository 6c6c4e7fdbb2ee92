import type { Theme } from '../terminal/theme.ts';
import type { Line } from './line.tsx';

/** A bar of exactly `width` cells (at least 6) with the percentage after it. Ratios outside 0..1 are moved into it. */
export function lineOfProgress(doneRatio: number, width: number, theme: Theme): Line {
  const ratio = Number.isFinite(doneRatio) ? Math.max(0, Math.min(1, doneRatio)) : 0;
  const room = Math.max(1, width - 5);
  const full = Math.floor(ratio * room);
  return [
    { text: theme.symbols.barFull.repeat(full), tone: 'accent' },
    { text: theme.symbols.barEmpty.repeat(room - full), tone: 'muted' },
    { text: `${Math.floor(ratio * 100)}%`.padStart(5) },
  ];
}
