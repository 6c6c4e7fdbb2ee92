import type { MlflowModel, MlflowRun, MlflowVersion } from '../../../src/adapters/mlflow/entities.ts';
import type { MlflowContent } from '../../../src/adapters/mlflow/origin.ts';

/** A registered model as a server tells of it. */
export function sampleModel(changes: Partial<MlflowModel> = {}): MlflowModel {
  return {
    name: 'rag',
    createdAt: Date.parse('2026-11-01T00:00:00Z'),
    updatedAt: Date.parse('2026-11-02T00:00:00Z'),
    description: undefined,
    tags: {},
    aliases: {},
    ...changes,
  };
}

/** A version of it that is ready. */
export function sampleVersion(version: string, changes: Partial<MlflowVersion> = {}): MlflowVersion {
  return {
    model: 'rag',
    version,
    createdAt: Date.parse('2026-11-03T00:00:00Z'),
    updatedAt: Date.parse('2026-11-21T03:00:00Z'),
    stage: 'None',
    description: undefined,
    source: `s3://bucket/${version}`,
    runId: undefined,
    runLink: undefined,
    modelId: undefined,
    status: 'READY',
    statusMessage: undefined,
    user: undefined,
    tags: {},
    ...changes,
  };
}

/** A run that has ended. */
export function sampleRun(changes: Partial<MlflowRun> = {}): MlflowRun {
  return {
    runId: 'run-1',
    experimentId: '0',
    name: 'nightly',
    status: 'FINISHED',
    startedAt: 0,
    endedAt: 1,
    artifactUri: 'mlflow-artifacts:/0/run-1/artifacts',
    metrics: {},
    params: {},
    tags: {},
    dataSets: [],
    ...changes,
  };
}

/** A model whose versions stand in these stages: `{ 1: 'Archived', 2: 'Production' }`. */
export function contentOf(
  stages: Readonly<Record<string, string>>,
  model: Partial<MlflowModel> = {},
): MlflowContent {
  return {
    model: sampleModel(model),
    versions: Object.entries(stages).map(([version, stage]) => sampleVersion(version, { stage })),
  };
}
