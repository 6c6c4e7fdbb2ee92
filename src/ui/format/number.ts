/**
 * A metric with four significant digits and no noise: `4.12`, `0.0031`, `1234`, `12345678`, `1.2e-7`.
 * The same value always gives the same text; `-` for what is not a finite number.
 */
export function formatMetric(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return '-';
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size >= 1e12 || size < 1e-5)
    return value
      .toExponential(2)
      .replace(/\.?0+e/, 'e')
      .replace('e+', 'e');
  if (size >= 1000) return String(Math.round(value));
  return String(Number(value.toPrecision(4)));
}

/** A ratio 0..1 as a percentage without noise: `12%`, `3.4%`, `0.02%`. */
export function formatRatio(ratio: number): string {
  return Number.isFinite(ratio) ? `${Number((ratio * 100).toPrecision(2))}%` : '-';
}

/** A count with its noun: `1 version`, `3 versions`. `plural` for nouns that take more than an s. */
export function formatCount(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}
