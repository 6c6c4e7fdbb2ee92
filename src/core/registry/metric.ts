/** Whether more of a metric is good. `unknown`: nobody has said, so no verdict in words. */
export type MetricDirection = 'higher' | 'lower' | 'unknown';

/** What is known about a metric. */
export type MetricRow = { readonly direction: MetricDirection; readonly unit: string };

/** Metrics with a declared direction and unit, by name. Units and what they can be stand in the table of units. */
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
  reranker_gain: { direction: 'higher', unit: '' },
  mean_semantic_sim: { direction: 'higher', unit: 'similarity' },
  mean_precision_at_k: { direction: 'higher', unit: 'ratio' },
  latency_total: { direction: 'lower', unit: 's' },
  latency_avg_ms: { direction: 'lower', unit: 'ms' },
  cost_per_query: { direction: 'lower', unit: 'USD' },
  memory_utilization: { direction: 'lower', unit: 'ratio' },
  throughput_qps: { direction: 'higher', unit: '1/s' },
  examples: { direction: 'unknown', unit: 'count' },
  cost_usd: { direction: 'lower', unit: 'USD' },
  duration_hours: { direction: 'lower', unit: 'h' },
  ...rowsOf(['bleu1', 'bleu2', 'bleu3', 'bleu4', 'bleu_score'], { direction: 'higher', unit: 'ratio' }),
  ...rowsOf(listRouge(), { direction: 'higher', unit: 'ratio' }),
  weighted_score: { direction: 'higher', unit: '' },
  accuracy: { direction: 'higher', unit: 'ratio' },
  f1_score: { direction: 'higher', unit: 'ratio' },
  quality_score: { direction: 'higher', unit: 'ratio' },
  perplexity: { direction: 'lower', unit: 'perplexity' },
  test_pass_rate: { direction: 'higher', unit: 'ratio' },
  code_coverage: { direction: 'higher', unit: 'ratio' },
  latency_ms: { direction: 'lower', unit: 'ms' },
  throughput_tokens_per_sec: { direction: 'higher', unit: 'tokens/s' },
  inference_speed: { direction: 'higher', unit: 'tokens/s' },
  inference_speed_tokens_per_sec: { direction: 'higher', unit: 'tokens/s' },
  memory_mb: { direction: 'lower', unit: 'MB' },
  memory_usage_mb: { direction: 'lower', unit: 'MB' },
  ...rowsOf(['critical_vulnerabilities', 'high_vulnerabilities', 'medium_vulnerabilities'], {
    direction: 'lower',
    unit: 'count',
  }),
};

/**
 * What is known about a metric; direction `unknown` for one nobody declared. Pure.
 * @param declared rows that count before those of the table, such as the metrics of a policy
 */
export function describeMetric(name: string, declared: Readonly<Record<string, MetricRow>> = {}): MetricRow {
  for (const rows of [declared, metricTable]) {
    const row = Object.hasOwn(rows, name) ? rows[name] : undefined;
    if (row !== undefined) return row;
  }
  return { direction: 'unknown', unit: '' };
}

function rowsOf(names: readonly string[], row: MetricRow): Readonly<Record<string, MetricRow>> {
  return Object.fromEntries(names.map(name => [name, row]));
}

/** ROUGE as S1's evaluation names it: `rougeL_precision`; S2's catalogues have `rouge1`, `rouge2` and `rougeL` alone. */
function listRouge(): readonly string[] {
  const kinds = ['rouge1', 'rouge2', 'rougeL'];
  return kinds.flatMap(kind => [kind, ...['precision', 'recall', 'fmeasure'].map(part => `${kind}_${part}`)]);
}
