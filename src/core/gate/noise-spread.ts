/** Spread (largest minus smallest) of a measurement and its repeat runs; null without repeats. Pure. */
export function measureSpread(value: number, repeats: readonly number[]): number | null {
  if (repeats.length === 0) return null;
  let [least, most] = [value, value];
  for (const repeat of repeats) {
    least = Math.min(least, repeat);
    most = Math.max(most, repeat);
  }
  const spread = most - least;
  return Number.isFinite(spread) ? spread : null;
}
