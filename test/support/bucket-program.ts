import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Plan } from '../../src/core/plan/plan.ts';
import { prepareRegistration } from '../../src/core/session/prepare-change.ts';
import type { Session } from '../../src/core/session/session.ts';
import { type Finished, runProgram } from '../bin/run-program.ts';
import type { Emulator } from './gcs/emulator.ts';
import { openMachineAt } from './machine.ts';
import { apply, planPromote } from './registry-rig.ts';
import { runQuickly } from './run-here.ts';
import { createTemporaryFolder } from './temporary-folder.ts';
import { builtProgram, openTerminal, type TerminalProgram } from './terminal.ts';

/** The registry of these tests. */
export const bucketUrl = 'gs://bucket/team/registry';

/** What confirms moving `latest` of the model `rag` away from a terminal. */
export const confirmed = ['--yes', '--confirm', 'rag@latest'] as const;

/** A machine on which the built program is run, with a home folder and so a local copy of its own. */
export type ProgramMachine = {
  readonly home: string;
  /** Where its bucket answers. */
  readonly endpoint: string;
  /** Who sits there. */
  readonly actor: string;
  /** Folder of the local copy of {@link bucketUrl}. */
  readonly copy: string;
  /** Runs `lastgood` with the registry in the bucket, away from any terminal. */
  readonly run: (argv: readonly string[], env?: Readonly<Record<string, string>>) => Promise<Finished>;
  /** The same, always as the built program in a process of its own: for what is about processes. */
  readonly start: ProgramMachine['run'];
  /** The same in a terminal. */
  readonly open: (argv: readonly string[]) => TerminalProgram;
};

/** A fresh machine that speaks to an emulator. @param actor who sits there */
export function openProgramMachine(
  emulator: Pick<Emulator, 'httpEndpoint'>,
  actor = 'tester',
): ProgramMachine {
  const home = createTemporaryFolder();
  const own = {
    HOME: home,
    STORAGE_EMULATOR_HOST: emulator.httpEndpoint,
    LASTGOOD_REGISTRY: bucketUrl,
    LASTGOOD_ACTOR: actor,
  };
  return {
    home,
    endpoint: emulator.httpEndpoint,
    actor,
    copy: join(home, '.cache/lastgood/bucket+team+registry'),
    run: (argv, env = {}) => runQuickly(argv, { cwd: home, env: { ...own, ...env } }),
    start: (argv, env = {}) => runProgram(argv, { cwd: home, env: { ...own, ...env } }),
    open: argv => {
      const env = { ...own, XDG_CONFIG_HOME: undefined, XDG_CACHE_HOME: undefined, LANG: 'C.UTF-8' };
      const program = openTerminal(builtProgram(...argv), { cwd: home, env, columns: 120 });
      onTestFinished(program.close);
      return program;
    },
  };
}

/**
 * Registers versions of the model `rag` from this machine and makes the first of them live, and then others one after the other. By the code that the program consists of, and
 * in this process: starting the program so often would take longer than the tests do.
 */
export async function fillBucket(
  { endpoint, copy, actor }: ProgramMachine,
  versions: number,
  then: readonly string[] = [],
): Promise<void> {
  const { session, store } = openMachineAt(endpoint, copy, { actor, prefix: 'team/registry' });
  try {
    for (let number = 1; number <= versions; number += 1) {
      const nothing = {
        version: undefined,
        weights: undefined,
        evidence: [],
        configuration: null,
        parent: undefined,
        notes: undefined,
        tags: [],
      };
      await expectApplied(session, await prepareRegistration(session, { model: 'rag', ...nothing }));
    }
    for (const version of ['v1', ...then])
      await expectApplied(session, await planPromote(session, 'rag', version));
  } finally {
    await store.close();
  }
}

async function expectApplied(session: Session, plan: Plan): Promise<void> {
  const { outcome, problem } = await apply(session, plan);
  if (outcome !== 'applied') throw new Error(`${plan.title}: ${outcome}, ${problem?.message}`);
}

/** The text of every file below a folder, by its path. What cannot be decoded is kept as it can be. */
export function readAllFiles(folder: string): ReadonlyMap<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return new Map(
    entries
      .filter(entry => entry.isFile())
      .map(entry => join(entry.parentPath, entry.name))
      .map(path => [path, readFileSync(path, 'latin1')]),
  );
}

/**
 * Puts the files of a folder under the prefix of {@link bucketUrl}, as S0's `gsutil -m rsync -r` does: links to folders are left out.
 */
export function rsyncFolder(emulator: Pick<Emulator, 'putObject'>, folder: string): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    emulator.putObject('bucket', `team/registry/${relative(folder, path)}`, readFileSync(path));
  }
}

/** The text of an object of {@link bucketUrl}; undefined when there is none. */
export function readObject(emulator: Pick<Emulator, 'listObjects'>, name: string): string | undefined {
  const found = emulator.listObjects('bucket').find(object => object.name === `team/registry/${name}`);
  return found === undefined ? undefined : Buffer.from(found.body).toString('utf8');
}
