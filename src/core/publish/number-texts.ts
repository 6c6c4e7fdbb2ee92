import type { Metrics } from '../registry/version.ts';

/** A number as a file has it: the key it stands at, and its text. */
export type WrittenNumber = { readonly key: string; readonly text: string };

/** Longest text that is taken for a number, in characters. */
const textLimit = 100;

/**
 * How each metric is written in the evidence, digit for digit: a number of this machine has 17 of them at most, and its text may have
 * more. Of several texts of the same number the last counts. Pure.
 */
export function findNumberTexts(
  metrics: Metrics,
  written: readonly WrittenNumber[],
): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const { key, text } of written)
    if (Object.hasOwn(metrics, key) && text.length <= textLimit && Number(text) === metrics[key])
      texts.set(key, text);
  return texts;
}
