import type { Metrics } from '../../../../core/registry/version.ts';
import { readMetrics } from '../../read-metrics.ts';
import type { OptionRows } from '../../verb.ts';

/** S2's options of scores, with the name that the metric has. */
export const afsScores = {
  accuracy: 'accuracy',
  'f1-score': 'f1_score',
  perplexity: 'perplexity',
  'bleu-score': 'bleu_score',
  speed: 'inference_speed_tokens_per_sec',
} as const;

/** Options of S2's scores. */
export const afsScoreRows = {
  accuracy: { takes: 'NUMBER', help: '0 is a score too', ours: 'accuracy=NUMBER' },
  'f1-score': { takes: 'NUMBER', help: 'F1', ours: 'f1_score=NUMBER' },
  perplexity: { takes: 'NUMBER', help: 'less is better', ours: 'perplexity=NUMBER' },
  'bleu-score': { takes: 'NUMBER', help: 'BLEU', ours: 'bleu_score=NUMBER' },
  speed: { takes: 'NUMBER', help: 'tokens per second', ours: 'inference_speed_tokens_per_sec=NUMBER' },
} as const satisfies OptionRows & Readonly<Record<keyof typeof afsScores, unknown>>;

/** What the options above were given as. */
type AfsScoreOptions = Readonly<Record<keyof typeof afsScores, string | undefined>>;

/**
 * The scores that were given by S2's options and, for custom metrics, as NAME=VALUE.
 * @throws InvalidInputError usage for what is no finite number, or a name given twice
 */
export function readAfsScores(options: AfsScoreOptions, words: readonly string[]): Metrics {
  const given = Object.entries(afsScores).flatMap(([flag, metric]) => {
    const value = options[flag as keyof typeof afsScores];
    return value === undefined ? [] : [`${metric}=${value}`];
  });
  return readMetrics([...given, ...words]);
}
