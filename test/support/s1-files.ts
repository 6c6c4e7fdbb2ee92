import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentedMetrics } from './metric-readings.ts';

/** The files of a project as S1 has it: parameters, results of an evaluation, the location of a model. */
export type S1Files = {
  /** Writes results/evaluations/metrics.json. */
  readonly evaluate: (metrics: Readonly<Record<string, unknown>> | string) => void;
  /** Writes results/fine_tuned_model_location.json of a run; members replace those of a usual one. */
  readonly train: (runId: string, members?: Readonly<Record<string, unknown>>) => void;
  /** Writes params.yaml: the section `deployment`, and others where they are given, as JSON, which is YAML. */
  readonly configure: (
    deployment: Readonly<Record<string, unknown>>,
    others?: Readonly<Record<string, unknown>>,
  ) => void;
  /** Options that name all of them. */
  readonly argv: readonly string[];
  /** A file of results/deployment as JSON. */
  readonly readResult: (name: string) => Readonly<Record<string, unknown>>;
  /** A file of results/deployment. */
  readonly readText: (name: string) => string;
};

/** The model of every project. */
export const s1Model = 'ecommerce-chatbot';

/** Metrics as good as the documented ones times a factor. */
export function scaleMetrics(factor: number): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(documentedMetrics).map(([name, value]) => [name, value * factor]));
}

/** A project with the documented metrics of run `run-1`, in a folder. */
export function createS1Files(root: string): S1Files {
  const results = join(root, 'results');
  mkdirSync(join(results, 'evaluations'), { recursive: true });
  const location = join(results, 'fine_tuned_model_location.json');
  const metricsPath = join(results, 'evaluations/metrics.json');
  const parameters = join(root, 'params.yaml');
  const writeJson = (path: string, value: unknown): void => writeFileSync(path, JSON.stringify(value));
  const files: S1Files = {
    evaluate: metrics =>
      typeof metrics === 'string' ? writeFileSync(metricsPath, metrics) : writeJson(metricsPath, metrics),
    train: (runId, members = {}) =>
      writeJson(location, {
        mlflow_run_id: runId,
        tracking_uri: 'https://example.org/chatbot.mlflow',
        dvc_stage: 'fine_tuning',
        timestamp: '20260521_100704',
        model_name: 'EleutherAI/gpt-neo-125m',
        fine_tuned: true,
        ...members,
      }),
    configure: (deployment, others = {}) => writeJson(parameters, { deployment, ...others }),
    argv: [
      ...['--evaluation-results', metricsPath, '--model-artifact-path', location],
      ...['--config', parameters, '--output-dir', join(results, 'deployment')],
    ],
    readResult: name => JSON.parse(readFileSync(join(results, 'deployment', name), 'utf8')),
    readText: name => readFileSync(join(results, 'deployment', name), 'utf8'),
  };
  files.evaluate(documentedMetrics);
  files.train('run-1');
  files.configure({ min_improvement_threshold: 0.001, model_registry_name: s1Model });
  return files;
}
