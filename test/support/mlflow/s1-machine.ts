import { createS1Files, type S1Files, s1Model } from '../s1-files.ts';
import { addRun } from './add-run.ts';
import type { FakeMlflowOptions } from './fake-server.ts';
import type { StoredRun } from './fake-store.ts';
import { createMlflowMachine, type MachineRun, type MlflowMachine } from './mlflow-machine.ts';

/** S1's project on a machine whose registry and runs are on one server. */
export type S1Machine = MlflowMachine &
  Omit<S1Files, 'train'> & {
    /** Trains a model: a run on the server, and the file that says where its model is. The answer is the run's id. */
    readonly train: () => Promise<string>;
    /** `decide` with the paths of the project. */
    readonly decide: (...argv: readonly string[]) => Promise<MachineRun>;
    /** `deployment_script` without publishing, confirmed. */
    readonly deploy: (...argv: readonly string[]) => Promise<MachineRun>;
    /** Runs of an experiment that were logged, oldest first. */
    readonly runsOf: (experiment: string) => readonly StoredRun[];
  };

/** The experiment that the parameters of every project name. */
export const s1Experiment = 'ecommerce-chatbot-evaluation';

const confirmed = ['--skip-hf-push', '--yes', '--confirm', `${s1Model}@Production`];

/** A project with the documented metrics of a run that was trained, and a server with that run and nothing else. */
export async function createS1Machine(options: FakeMlflowOptions = {}): Promise<S1Machine> {
  const machine = await createMlflowMachine(options);
  const { train: locate, ...files } = createS1Files(machine.folder);
  files.configure({ model_registry_name: s1Model }, { mlflow: { experiment_name: s1Experiment } });
  const train = async (): Promise<string> => {
    const runId = await addRun(machine.client, 'ecommerce-chatbot-training', { metrics: { loss: 0.4 } });
    locate(runId);
    return runId;
  };
  await train();
  const { store } = machine.fake;
  return {
    ...machine,
    ...files,
    train,
    decide: (...argv) => machine.run('decide', ...files.argv, ...argv),
    deploy: (...argv) => machine.run('deployment_script', ...files.argv, ...confirmed, ...argv),
    runsOf: experiment => {
      const id = store.experiments.find(({ name }) => name === experiment)?.id;
      return [...store.runs.values()].filter(({ experimentId }) => experimentId === id);
    },
  };
}
