/** The value below which a share of the values lies; 0 for none. */
export function quantile(values: readonly number[], ratio: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * ratio))] ?? 0;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
