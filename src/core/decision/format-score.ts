/**
 * A score for people: six decimals, as S1 documents them; in powers of ten where that would hide it. Only shown numbers are
 * rounded: scores are added up and compared as they are. Pure.
 */
export function formatScore(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return '0.000000';
  return size < 5e-7 || size >= 1e12 ? value.toExponential(2) : value.toFixed(6);
}

/** A change relative to what was, for people: `12.3%`; two significant digits below one percent. Pure. */
export function formatPercentage(ratio: number): string {
  const percent = ratio * 100;
  const shown = Math.abs(percent) < 1 ? Number(percent.toPrecision(2)) : Number(percent.toFixed(1));
  return `${shown === 0 ? 0 : shown}%`;
}
