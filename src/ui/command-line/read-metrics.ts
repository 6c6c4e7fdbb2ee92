import { InvalidInputError } from '../../core/errors/app-error.ts';
import { parseMetric } from '../../core/registry/parse-metric.ts';
import type { Metrics } from '../../core/registry/version.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';

/** Metrics as they are typed, each name once. @throws InvalidInputError usage, naming the one that is wrong */
export function readMetrics(words: readonly string[]): Metrics {
  const metrics = new Map<string, number>();
  for (const word of words) {
    const typed = parseMetric(word);
    if ('problem' in typed) throw refuse(word, typed.problem);
    if (metrics.has(typed.name)) throw refuse(word, 'is given twice');
    metrics.set(typed.name, typed.value);
  }
  return Object.fromEntries(metrics);
}

function refuse(word: string, why: string): InvalidInputError {
  return new InvalidInputError('usage', `${makeSafeText(word, { limit: 80 })} ${why}.`, {
    hint: 'Write a metric as accuracy=0.94.',
  });
}
