import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Run, type RunOptions, runLastgood } from '../ui/command-line/command-line.ts';
import { createS1Files, type S1Files, s1Model } from './s1-files.ts';
import { createTemporaryFolder } from './temporary-folder.ts';

/** A project as S1 has it, and a folder registry beside it. */
export type S1Project = Omit<S1Files, 'argv'> & {
  readonly root: string;
  readonly registry: string;
  /** A verb with the paths of this project. */
  readonly run: (verb: string, argv?: readonly string[], options?: RunOptions) => Promise<Run>;
  /** `deployment_script` without publishing, confirmed. */
  readonly deploy: (argv?: readonly string[], options?: RunOptions) => Promise<Run>;
  /** Holds the whole model. */
  readonly hold: (reason: string) => Promise<Run>;
};

const confirmed = ['--skip-hf-push', '--yes', '--confirm', `${s1Model}@latest`];

/** An empty registry and a project with the documented metrics, in a temporary folder. */
export function createS1Project(): S1Project {
  const root = createTemporaryFolder();
  const registry = join(root, 'models_registry');
  mkdirSync(registry);
  const { argv: paths, ...files } = createS1Files(root);
  const run: S1Project['run'] = async (verb, argv = [], options = {}) =>
    await runLastgood(registry, [verb, ...paths, ...argv], options);
  return {
    ...{ root, registry, ...files, run },
    deploy: (argv = [], options = {}) => run('deployment_script', [...confirmed, ...argv], options),
    hold: reason => runLastgood(registry, ['hold', s1Model, '--reason', reason, '--yes']),
  };
}
