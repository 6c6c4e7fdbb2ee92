import { entryLimits } from '../history/parse-entry.ts';
import { makeSafeText } from '../text/safe-text.ts';

/** A metric as it was typed, or why it is none: `problem` follows what was typed. */
export type TypedMetric = { readonly name: string; readonly value: number } | { readonly problem: string };

/** Reads `accuracy=0.94`: a finite decimal number, 0 and one with an exponent too. Pure. */
export function parseMetric(word: string): TypedMetric {
  const at = word.lastIndexOf('=');
  if (at < 1) return { problem: 'is no NAME=VALUE' };
  const [name, text] = [word.slice(0, at), word.slice(at + 1)];
  if (name !== makeSafeText(name) || name.trim() !== name || name.length > entryLimits.metric)
    return { problem: 'has a name that cannot be kept' };
  const value = Number(text);
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) || !Number.isFinite(value))
    return { problem: 'has a value that is no finite number' };
  return { name, value };
}
