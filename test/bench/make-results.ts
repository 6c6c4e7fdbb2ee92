import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const metrics = { groundedness: 4.1, answer_relevance: 4.05, factual_correctness: 3.9 };

/** Writes the results folder of an evaluation that passes S0's gate, with that many slices. Returns the path of the bias report. */
export function makeBenchResults(folder: string, sliceCount: number): string {
  const summary = { ...metrics, hallucination_score: 0.2, latency_total: 2.31, examples: 20 };
  const slices = Array.from({ length: sliceCount }, (_, index) => ({
    slice_value: `company ${index}`,
    count: (index % 40) + 1,
    metrics: {
      groundedness: 3 + ((index * 7919) % 2000) / 1001,
      answer_relevance: 3 + ((index * 104_729) % 2000) / 1003,
      factual_correctness: 3 + ((index * 1_299_709) % 2000) / 1007,
    },
  }));
  const biasReport = { dataset: 'slices', slice_fields: ['slice'], metrics: { slice: slices } };
  writeJson(folder, 'core_eval_main', 'summary.json', summary);
  writeJson(folder, 'smoke_test_main', 'summary.json', summary);
  return writeJson(folder, 'core_eval_slices', 'bias_report.json', biasReport);
}

function writeJson(folder: string, part: string, name: string, value: unknown): string {
  mkdirSync(join(folder, part), { recursive: true });
  const path = join(folder, part, name);
  writeFileSync(path, JSON.stringify(value, undefined, 2));
  return path;
}
