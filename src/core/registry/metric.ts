/** Whether more of a metric is good. `unknown`: nobody has said, so no verdict in words. */
export type MetricDirection = 'higher' | 'lower' | 'unknown';

/** What is known about a metric. */
export type MetricRow = { readonly direction: MetricDirection; readonly unit: string };

/** Metrics with a declared direction and unit, by name. Judge scores are 0..5, ratios 0..1. */
export const metricTable: Readonly<Record<string, MetricRow>> = {
  groundedness: { direction: 'higher', unit: 'score 0..5' },
  answer_relevance: { direction: 'higher', unit: 'score 0..5' },
  factual_correctness: { direction: 'higher', unit: 'score 0..5' },
  conciseness: { direction: 'higher', unit: 'score 0..5' },
  coherence: { direction: 'higher', unit: 'score 0..5' },
  structure_adherence: { direction: 'higher', unit: 'score 0..5' },
  hallucination_score: { direction: 'lower', unit: 'ratio' },
  precision: { direction: 'higher', unit: 'ratio' },
  recall: { direction: 'higher', unit: 'ratio' },
  context_precision: { direction: 'higher', unit: 'ratio' },
  context_recall: { direction: 'higher', unit: 'ratio' },
  retrieval_diversity: { direction: 'higher', unit: 'ratio' },
  reranker_gain: { direction: 'higher', unit: 'ratio' },
  mean_semantic_sim: { direction: 'higher', unit: 'ratio' },
  mean_precision_at_k: { direction: 'higher', unit: 'ratio' },
  latency_total: { direction: 'lower', unit: 's' },
  latency_avg_ms: { direction: 'lower', unit: 'ms' },
  cost_per_query: { direction: 'lower', unit: 'USD' },
  memory_utilization: { direction: 'lower', unit: 'ratio' },
  throughput_qps: { direction: 'higher', unit: '1/s' },
  examples: { direction: 'unknown', unit: 'count' },
};

/** What is known about a metric; direction `unknown` for one nobody declared. */
export function describeMetric(name: string): MetricRow {
  return Object.hasOwn(metricTable, name)
    ? (metricTable[name] as MetricRow)
    : { direction: 'unknown', unit: '' };
}
