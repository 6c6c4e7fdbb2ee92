import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files a version of the bench registry has. */
export const filesPerVersion = [
  'metadata.json',
  'summary.json',
  'bias_report.json',
  'pipeline_config.json',
] as const;

/** Writes a registry of one model with that many versions of four files, as the original's scripts would have. */
export function makeBenchRegistry(root: string, versionCount: number): void {
  mkdirSync(root, { recursive: true });
  for (let number = 1; number <= versionCount; number += 1) addBenchVersion(root, number);
  symlinkSync(`frontshift-rag_v${versionCount}`, join(root, 'latest'));
}

/** Writes one more version of that model. */
export function addBenchVersion(root: string, number: number): void {
  const folder = join(root, `frontshift-rag_v${number}`);
  mkdirSync(folder);
  const groundedness = 3 + Math.sin(number) / 2;
  const configuration = {
    retriever: { name: 'vector', top_k: 5 },
    generation: { backend: 'hf', stream: true },
  };
  const summary = {
    groundedness,
    answer_relevance: 4.1,
    factual_correctness: 3.7,
    hallucination_score: 0.4,
    latency_total: 2.31,
    examples: 20,
  };
  writeJson(folder, 'metadata.json', {
    model_name: 'frontshift-rag',
    version: `v${number}`,
    timestamp: new Date(Date.UTC(2026, 0, 1) + number * 60_000).toISOString().replace('Z', '000+00:00'),
    model_reference: {
      path: `/srv/models/frontshift-${number}.gguf`,
      sha256: number.toString(16).padStart(64, '0'),
    },
    pipeline_config: configuration,
    evaluation: { groundedness, answer_relevance: 4.1, factual_correctness: 3.7, latency_avg_ms: 2310 },
    artifacts: {
      eval_summary: 'summary.json',
      bias_report: 'bias_report.json',
      pipeline_config: 'pipeline_config.json',
    },
    previous_version: number === 1 ? null : `v${number - 1}`,
  });
  writeJson(folder, 'summary.json', summary);
  writeJson(folder, 'bias_report.json', {
    dataset: 'slices',
    slice_fields: ['slice'],
    metrics: { slice: [{ slice_value: 'pto', count: 7, metrics: summary }] },
  });
  writeJson(folder, 'pipeline_config.json', configuration);
}

function writeJson(folder: string, name: string, value: unknown): void {
  writeFileSync(join(folder, name), JSON.stringify(value, undefined, 2));
}
