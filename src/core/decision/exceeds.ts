/** Relative tolerance of a comparison with a computed difference: what subtracting two numbers may lose. */
const differenceTolerance = 1e-12;

/**
 * Whether a computed difference is more than a limit. Equal within {@link differenceTolerance} of the largest magnitude is not
 * more: 0.85 − 0.80 is not more than 0.05. Pure.
 * @param between the two numbers that were subtracted
 */
export function exceeds(difference: number, limit: number, between: readonly [number, number]): boolean {
  const magnitude = Math.max(Math.abs(between[0]), Math.abs(between[1]), Math.abs(limit));
  return difference - limit > differenceTolerance * magnitude;
}
