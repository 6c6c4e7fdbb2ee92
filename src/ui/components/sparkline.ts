import type { Symbols } from '../terminal/theme.ts';

/**
 * The last `width` values as one character each, lowest to highest over what is shown; a space where a value is missing.
 * Equal values are drawn in the middle. An empty text for no values.
 */
export function drawSparkline(
  values: readonly (number | undefined)[],
  width: number,
  symbols: Symbols,
): string {
  const shown = width > 0 ? values.slice(-width) : [];
  const known = shown.filter(value => value !== undefined).filter(Number.isFinite);
  const lowest = Math.min(...known);
  const range = Math.max(...known) - lowest;
  const top = symbols.levels.length - 1;
  return shown
    .map(value => {
      if (value === undefined || !Number.isFinite(value)) return ' ';
      const level = range === 0 ? Math.floor(top / 2) : Math.round(((value - lowest) / range) * top);
      return symbols.levels[level] ?? ' ';
    })
    .join('');
}
