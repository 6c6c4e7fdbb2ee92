import type { MlflowClient } from '../../../src/adapters/mlflow/mlflow-client.ts';

/** A run as another program logs it. */
export type LoggedRunOptions = {
  readonly metrics?: Readonly<Record<string, number>>;
  readonly tags?: Readonly<Record<string, string>>;
  /** `running`: it has not ended. */
  readonly end?: 'FINISHED' | 'FAILED' | 'running';
};

/** Logs a run with a model in an experiment, which is made when there is none; the answer is its id. */
export async function addRun(
  client: MlflowClient,
  experiment: string,
  { metrics = {}, tags = {}, end = 'FINISHED' }: LoggedRunOptions = {},
): Promise<string> {
  const experimentId =
    (await client.findExperiment(experiment)) ?? (await client.createExperiment(experiment));
  const run = await client.createRun({ experimentId, name: 'training', startedAt: 1, tags });
  const { runId } = run;
  if (run.artifactUri?.startsWith('mlflow-artifacts:'))
    await client.putArtifact(run, 'model/MLmodel', Buffer.from('flavors: {}'));
  const points = Object.entries(metrics).map(([key, value]) => ({ key, value, at: 1 }));
  await client.logToRun(runId, { metrics: points });
  if (end !== 'running') await client.finishRun(runId, end, 2);
  return runId;
}
