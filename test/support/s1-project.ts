import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Run, type RunOptions, runLastgood } from '../ui/command-line/command-line.ts';
import { documentedMetrics } from './metric-readings.ts';
import { createTemporaryFolder } from './temporary-folder.ts';

/** A project as S1 has it: parameters, results of an evaluation, the location of a model, and a registry beside it. */
export type S1Project = {
  readonly root: string;
  readonly registry: string;
  /** Writes results/evaluations/metrics.json. */
  readonly evaluate: (metrics: Readonly<Record<string, unknown>> | string) => void;
  /** Writes results/fine_tuned_model_location.json of a run; members replace those of a usual one. */
  readonly train: (runId: string, members?: Readonly<Record<string, unknown>>) => void;
  /** Writes params.yaml: the section `deployment`, as JSON, which is YAML. */
  readonly configure: (deployment: Readonly<Record<string, unknown>>) => void;
  /** A verb with the paths of this project. */
  readonly run: (verb: string, argv?: readonly string[], options?: RunOptions) => Promise<Run>;
  /** `deployment_script` without publishing, confirmed. */
  readonly deploy: (argv?: readonly string[], options?: RunOptions) => Promise<Run>;
  /** Holds the whole model. */
  readonly hold: (reason: string) => Promise<Run>;
  /** A file of results/deployment as JSON. */
  readonly readResult: (name: string) => Readonly<Record<string, unknown>>;
  /** A file of results/deployment. */
  readonly readText: (name: string) => string;
};

/** The model of every project. */
export const s1Model = 'ecommerce-chatbot';

const confirmed = ['--skip-hf-push', '--yes', '--confirm', `${s1Model}@latest`];

/** Metrics as good as the documented ones times a factor. */
export function scaleMetrics(factor: number): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(documentedMetrics).map(([name, value]) => [name, value * factor]));
}

/** An empty registry and a project with the documented metrics, in a temporary folder. */
export function createS1Project(): S1Project {
  const root = createTemporaryFolder();
  const registry = join(root, 'models_registry');
  const results = join(root, 'results');
  for (const folder of [registry, join(results, 'evaluations')]) mkdirSync(folder, { recursive: true });
  const location = join(results, 'fine_tuned_model_location.json');
  const metricsPath = join(results, 'evaluations/metrics.json');
  const parameters = join(root, 'params.yaml');
  const writeJson = (path: string, value: unknown): void => writeFileSync(path, JSON.stringify(value));
  const run: S1Project['run'] = async (verb, argv = [], options = {}) =>
    await runLastgood(
      registry,
      [
        ...[verb, '--evaluation-results', metricsPath, '--model-artifact-path', location],
        ...['--config', parameters, '--output-dir', join(results, 'deployment'), ...argv],
      ],
      options,
    );
  const project: S1Project = {
    root,
    registry,
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
    configure: deployment => writeJson(parameters, { deployment }),
    run,
    deploy: (argv = [], options = {}) => run('deployment_script', [...confirmed, ...argv], options),
    hold: reason => runLastgood(registry, ['hold', s1Model, '--reason', reason, '--yes']),
    readResult: name => JSON.parse(readFileSync(join(results, 'deployment', name), 'utf8')),
    readText: name => readFileSync(join(results, 'deployment', name), 'utf8'),
  };
  project.evaluate(documentedMetrics);
  project.train('run-1');
  project.configure({ min_improvement_threshold: 0.001, model_registry_name: s1Model });
  return project;
}
