/** A part of a whole, from 0 to 1 at both ends. */
export type RatioInterval = { readonly low: number; readonly high: number };

/** Of the normal distribution, for 95%. */
const z = 1.959963984540054;

/**
 * The ratio that a number of wins speaks for, with 95% confidence, by Wilson's score; undefined without a vote. Unlike the plain ratio
 * it stays wide while there are few votes, also when all of them agree. Pure.
 * @see Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference
 */
export function measureInterval(wins: number, votes: number): RatioInterval | undefined {
  if (votes <= 0) return undefined;
  const ratio = wins / votes;
  const spread = z * z;
  const centre = ratio + spread / (2 * votes);
  const reach = z * Math.sqrt((ratio * (1 - ratio) + spread / (4 * votes)) / votes);
  const scale = 1 + spread / votes;
  // Of nothing but losses the lower end is 0, and of nothing but wins the upper one 1, which rounding would miss.
  const low = wins === 0 ? 0 : Math.max(0, (centre - reach) / scale);
  const high = wins === votes ? 1 : Math.min(1, (centre + reach) / scale);
  return { low, high };
}
