import type { Symbols } from '../terminal/theme.ts';

/** Stands behind a value that does not reach what is demanded. */
const failureSign = '!';

/**
 * The last values that fit in `width` cells, as one character each, lowest to highest over what is shown; a space where a value
 * is missing, and a `!` behind one that fails. Equal values are drawn in the middle. An empty text for no values.
 */
export function drawSparkline(
  values: readonly (number | undefined)[],
  width: number,
  symbols: Symbols,
  fails: (value: number) => boolean = () => false,
): string {
  const signs = values.map(value => (isNumber(value) && fails(value) ? failureSign : ''));
  const shown = values.slice(findStart(signs, width));
  const known = shown.filter(isNumber);
  const lowest = Math.min(...known);
  const range = Math.max(...known) - lowest;
  const top = symbols.levels.length - 1;
  return shown
    .map(value => {
      if (!isNumber(value)) return ' ';
      const level = range === 0 ? Math.floor(top / 2) : Math.round(((value - lowest) / range) * top);
      return `${symbols.levels[level] ?? ' '}${fails(value) ? failureSign : ''}`;
    })
    .join('');
}

function isNumber(value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value);
}

/** The first value from which all fit, with their signs. */
function findStart(signs: readonly string[], width: number): number {
  let room = width;
  let start = signs.length;
  while (start > 0) {
    room -= 1 + (signs[start - 1]?.length ?? 0);
    if (room < 0) break;
    start -= 1;
  }
  return start;
}
