import type { MlflowClient } from '../../../src/adapters/mlflow/mlflow-client.ts';
import type { Finished } from '../../bin/run-program.ts';
import { runQuickly } from '../run-here.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import type { FakeMlflow, FakeMlflowOptions } from './fake-server.ts';
import { openMlflowClient } from './open-mlflow.ts';
import { startFakeMlflow } from './start-fake-mlflow.ts';

/** What a program left, its stdout as JSON where that is what it printed. */
export type MachineRun = Finished & { readonly json: () => Readonly<Record<string, unknown>> };

/** A machine on which the built program runs, and a server that MLFLOW_TRACKING_URI names there. */
export type MlflowMachine = {
  readonly fake: FakeMlflow;
  /** Another program's way to the server. */
  readonly client: MlflowClient;
  /** Its home and working folder. */
  readonly folder: string;
  readonly run: (...argv: readonly string[]) => Promise<MachineRun>;
  /** The same with further variables of the environment; an empty one takes it away. */
  readonly runWith: (
    variables: Readonly<Record<string, string>>,
    argv: readonly string[],
  ) => Promise<MachineRun>;
  /** `lastgood mlops …`. */
  readonly mlops: (...argv: readonly string[]) => Promise<MachineRun>;
  /** Registers versions of a model as another program does, one for each stage, `None` included. */
  readonly addVersions: (model: string, ...stages: readonly string[]) => Promise<void>;
  /** The stage of every version on the server, oldest first: `['Archived', 'Production']`. */
  readonly stagesOf: (model: string) => readonly string[];
};

/** Confirms a move of what is live, with a reason. */
export const said: readonly string[] = ['--reason', 'INC-1', '--yes'];

/** A machine with an empty server, until the running test ends. */
export async function createMlflowMachine(options: FakeMlflowOptions = {}): Promise<MlflowMachine> {
  const fake = await startFakeMlflow(options);
  const client = openMlflowClient(fake.url);
  const folder = createTemporaryFolder();
  const runWith: MlflowMachine['runWith'] = async (variables, argv) => {
    const env = { MLFLOW_TRACKING_URI: fake.url, ...variables };
    const finished = await runQuickly(argv, { cwd: folder, env });
    return { ...finished, json: () => JSON.parse(finished.out) };
  };
  const run: MlflowMachine['run'] = (...argv) => runWith({}, argv);
  return {
    ...{ fake, client, folder, run, runWith },
    mlops: (...argv) => run('mlops', ...argv),
    addVersions: async (model, ...stages) => {
      await client.createModel(model);
      for (const stage of stages) {
        const source = 's3://bucket/model';
        const { version } = await client.createVersion({
          ...{ model, source, runId: undefined, description: undefined, tags: {} },
        });
        // As MLflow's own clients do it unless told otherwise: who is there stays.
        if (stage !== 'None') await client.moveToStage({ model, version }, stage, false);
      }
    },
    stagesOf: model =>
      (fake.store.models.get(model)?.versions ?? [])
        .toSorted((one, other) => one.version - other.version)
        .map(({ stage }) => stage),
  };
}

/** Requests that moved a version to another stage, each as what it asked for. */
export function listTransitions({ log }: FakeMlflow): readonly Readonly<Record<string, unknown>>[] {
  return log
    .filter(({ path }) => path.startsWith('mlflow/model-versions/transition-stage'))
    .map(({ body }) => JSON.parse(body) as Readonly<Record<string, unknown>>);
}
