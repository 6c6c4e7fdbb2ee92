import type { Metrics } from '../../core/registry/version.ts';

/** S2's own metrics, in its order. Every other one is a custom one, but for those of ROUGE. */
export const ownScores = [
  'accuracy',
  'quality_score',
  'f1_score',
  'perplexity',
  'bleu_score',
  'inference_speed_tokens_per_sec',
  'memory_usage_mb',
  'latency_ms',
] as const;

/** Names of groups that add nothing to the name of a metric: `rouge_scores.rouge1` is `rouge1`. */
export const plainGroups: ReadonlySet<string> = new Set(['custom_metrics', 'rouge_scores', 'metrics']);

/** Where a metric stands in S2's `evaluation_scores`: names from the outside in. Pure. */
export function findScorePath(metric: string): readonly string[] {
  if ((ownScores as readonly string[]).includes(metric)) return [metric];
  return /^rouge/i.test(metric) ? ['rouge_scores', metric] : ['custom_metrics', metric];
}

/** Metrics as S2 writes `evaluation_scores`: each of its own, null where there is none, then the others. Pure. */
export function placeScores(metrics: Metrics) {
  const own = (name: (typeof ownScores)[number]): number | null => metrics[name] ?? null;
  const below = (group: string): Metrics =>
    Object.fromEntries(Object.entries(metrics).filter(([name]) => findScorePath(name)[0] === group));
  return {
    accuracy: own('accuracy'),
    quality_score: own('quality_score'),
    f1_score: own('f1_score'),
    perplexity: own('perplexity'),
    bleu_score: own('bleu_score'),
    rouge_scores: below('rouge_scores'),
    inference_speed_tokens_per_sec: own('inference_speed_tokens_per_sec'),
    memory_usage_mb: own('memory_usage_mb'),
    latency_ms: own('latency_ms'),
    custom_metrics: below('custom_metrics'),
  };
}
