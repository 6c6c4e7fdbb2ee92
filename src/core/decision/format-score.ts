/**
 * A score for people: six decimals, as S1 documents them; in powers of ten where that would hide it. Only shown numbers are
 * rounded: scores are added up and compared as they are. Pure.
 */
export function formatScore(value: number): string {
  return formatDigits(value, 0);
}

/** Most digits more than usual that are shown: what is closer is equal, but for the rounding of a difference. */
const mostMoreDigits = 6;

/** A score for people, with as many digits more as tell it from another that is spoken of beside it. Pure. */
export function formatScoreBeside(value: number, other: number): string {
  for (let more = 0; more <= mostMoreDigits; more += 1) {
    const text = formatDigits(value, more);
    if (text !== formatDigits(other, more)) return text;
  }
  return formatScore(value);
}

function formatDigits(value: number, more: number): string {
  const size = Math.abs(value);
  if (size === 0) return (0).toFixed(6 + more);
  return size < 5e-7 || size >= 1e12 ? value.toExponential(2 + more) : value.toFixed(6 + more);
}

/** A change relative to what was, for people: `12.3%`; two significant digits below one percent. Pure. */
export function formatPercentage(ratio: number): string {
  const percent = ratio * 100;
  const shown = Math.abs(percent) < 1 ? Number(percent.toPrecision(2)) : Number(percent.toFixed(1));
  return `${shown === 0 ? 0 : shown}%`;
}
