import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createPolicyShelf } from '../../src/adapters/policies/create-policy-shelf.ts';
import type { PolicyShelf } from '../../src/core/ports/evidence.ts';
import type { GateBinding } from '../../src/core/settings/settings.ts';

/** Numbers of a summary that passes S0's gate. */
export const passingSummary = {
  groundedness: 4.1,
  answer_relevance: 4.05,
  factual_correctness: 3.9,
  hallucination_score: 0.2,
  latency_total: 2.31,
  examples: 20,
} as const;

/** One slice of a bias report. */
export type SliceOfReport = {
  readonly slice_value: string;
  readonly count: number;
  readonly metrics: Readonly<Record<string, unknown>>;
};

/** A slice that passes S0's gate. */
export const passingSlice: SliceOfReport = {
  slice_value: 'pto',
  count: 7,
  metrics: { groundedness: 4.1, answer_relevance: 4, factual_correctness: 3.9 },
};

/** A bias report as S0's evaluation writes it. */
export function biasReportOf(slices: readonly SliceOfReport[]): unknown {
  return { dataset: 'slices', slice_fields: ['slice'], metrics: { slice: slices } };
}

/** A tuning report as S0's tuning writes it: an unchanged run and one with an override, of one dataset. */
export function tuningReportOf(
  baseline: Readonly<Record<string, unknown>>,
  best: Readonly<Record<string, unknown>>,
): unknown {
  const run = (name: string, overrides: unknown, summary: unknown) => ({
    run: name,
    dataset: 'core',
    overrides,
    summary,
    bias_report: {},
    output_dir: name,
  });
  return { runs: [run('baseline', {}, baseline), run('top-k-9', { 'retriever.top_k': 9 }, best)] };
}

/** What differs from results that pass: a value is written as JSON, a text as it is, `absent` leaves the file out. */
export type ResultsChange = {
  readonly main?: unknown;
  readonly slices?: unknown;
  readonly smoke?: unknown;
  /** Left out unless it is given. */
  readonly tuning?: unknown;
  /** quality_gate.txt; left out unless it is given. */
  readonly status?: string;
};

/** Writes a results folder as S0's evaluation leaves it, with results that pass unless told. Returns the folder. */
export function writeResults(folder: string, change: ResultsChange = {}): string {
  const main = change.main ?? passingSummary;
  write(folder, 'core_eval_main/summary.json', main);
  write(folder, 'core_eval_slices/bias_report.json', change.slices ?? biasReportOf([passingSlice]));
  write(folder, 'smoke_test_main/summary.json', change.smoke ?? passingSummary);
  write(folder, 'core_eval_tuning/tuning_report.json', change.tuning ?? 'absent');
  write(folder, 'quality_gate.txt', change.status ?? 'absent');
  return folder;
}

function write(folder: string, name: string, value: unknown): void {
  if (value === 'absent') return;
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof value === 'string' ? value : JSON.stringify(value, undefined, 2));
}

/** A shelf that binds a policy to an alias of every model, as a configuration file would. */
export function bindPolicy(policy: string, binding: Partial<GateBinding> = {}): PolicyShelf {
  const gate = { model: '*', alias: 'latest', policy, thresholds: {}, file: '/test.yaml', line: 1 };
  return createPolicyShelf({ policies: [], gates: [{ ...gate, ...binding }], workingFolder: '/' });
}
