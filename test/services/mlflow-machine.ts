import { expect, onTestFinished } from 'vitest';
import { z } from 'zod';
import { type Finished, runProgram } from '../bin/run-program.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { builtProgram, openTerminal, type TerminalProgram } from '../support/terminal.ts';
import type { ModelInPython } from './mlflow-python.ts';

/** A machine on which the built program is run as S1 and S3 run theirs: the server is named by MLflow's own variable. */
export type MlflowMachine = {
  readonly home: string;
  /** Runs `lastgood` away from any terminal. */
  readonly run: (...argv: readonly string[]) => Promise<Finished>;
  /** Runs it and gives what it printed. It must exit 0 and say nothing on its error output that is no notice. */
  readonly runWell: (...argv: readonly string[]) => Promise<string>;
  /** The same in a terminal. */
  readonly open: (...argv: readonly string[]) => TerminalProgram;
};

/** A fresh machine that speaks to a server. */
export function openMlflowMachine(url: string, actor = 'anna'): MlflowMachine {
  const home = createTemporaryFolder();
  const env = { HOME: home, MLFLOW_TRACKING_URI: url, LASTGOOD_ACTOR: actor };
  const run = (...argv: readonly string[]): Promise<Finished> => runProgram(argv, { cwd: home, env });
  return {
    home,
    run,
    runWell: async (...argv) => {
      const { code, out, error } = await run(...argv);
      expect(code, `lastgood ${argv.join(' ')}\n${out}${error}`).toBe(0);
      return out;
    },
    open: (...argv) => {
      const own = { ...env, XDG_CONFIG_HOME: undefined, XDG_CACHE_HOME: undefined };
      const program = openTerminal(builtProgram(...argv), { cwd: home, env: own, columns: 120, rows: 30 });
      onTestFinished(program.close);
      return program;
    },
  };
}

const versionsDocument = z.object({
  versions: z.array(z.object({ version: z.string(), state: z.string(), aliases: z.array(z.string()) })),
});

/** What is said of each version: where it is live, and whether it is archived. In the order it was listed. */
export type Standing = {
  readonly version: string;
  readonly liveUnder: readonly string[];
  readonly isArchived: boolean;
};

/** What our `versions` says of a model. */
export async function listStandings(machine: MlflowMachine, model: string): Promise<readonly Standing[]> {
  const { versions } = versionsDocument.parse(JSON.parse(await machine.runWell('versions', model, '--json')));
  return versions.map(({ version, state, aliases }) => ({
    version,
    liveUnder: aliases.toSorted(),
    isArchived: state === 'archived',
  }));
}

/** The same, of what MLflow's own client read. */
export function listStandingsInPython(
  models: readonly ModelInPython[],
  model: string,
): readonly Standing[] | undefined {
  return models
    .find(({ name }) => name === model)
    ?.versions.map(({ version, stage, aliases }) => ({
      version: `v${version}`,
      liveUnder: [...aliases, ...(stage === 'Production' || stage === 'Staging' ? [stage] : [])].sort(),
      isArchived: stage === 'Archived',
    }));
}
