import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { type Finished, runProgram } from '../bin/run-program.ts';
import { builtProgram, openTerminal, type TerminalProgram } from '../support/terminal.ts';
import type { DvcProject } from './dvc-project.ts';
import type { WorkingTree } from './working-tree.ts';

/** A person at a clone of the project, with the built program. */
export type DvcMachine = WorkingTree & {
  /** Under whose name the program writes. */
  readonly actor: string;
  /** Runs `lastgood` on the working tree, away from any terminal. */
  readonly run: (...argv: readonly string[]) => Promise<Finished>;
  /** Runs it and gives what it printed. It must exit 0. */
  readonly runWell: (...argv: readonly string[]) => Promise<string>;
  /** The same in a terminal. */
  readonly open: (...argv: readonly string[]) => TerminalProgram;
};

/** A person who has just cloned the project and pulled all that DVC has for it: the document's step 1. */
export async function openClone(project: DvcProject, person: string): Promise<DvcMachine> {
  const machine = openDvcMachine(await project.clone(person), person);
  await machine.dvc('pull', '--quiet');
  return machine;
}

/** The person at a clone. @param actor under whose name the program writes */
export function openDvcMachine(tree: WorkingTree, actor: string): DvcMachine {
  const env = { ...tree.variables, LASTGOOD_ACTOR: actor };
  const registry = ['--registry', `dvc:${tree.folder}`];
  const run = (...argv: readonly string[]): Promise<Finished> =>
    runProgram([...argv, ...registry], { cwd: tree.folder, env });
  return {
    ...tree,
    actor,
    run,
    runWell: async (...argv) => {
      const { code, out, error } = await run(...argv);
      expect(code, `lastgood ${argv.join(' ')}\n${out}${error}`).toBe(0);
      return out;
    },
    open: (...argv) => {
      const own = { ...env, XDG_CONFIG_HOME: undefined, XDG_CACHE_HOME: undefined };
      const command = builtProgram(...argv, ...registry);
      const program = openTerminal(command, { cwd: tree.folder, env: own, columns: 120, rows: 30 });
      onTestFinished(program.close);
      return program;
    },
  };
}

/** What git and DVC say of the tree is nothing: all is committed, pushed, checked out, and each output has one owner. */
export async function expectClean(machine: DvcMachine): Promise<void> {
  expect(await machine.git('status', '--short')).toBe('');
  await machine.git('fetch', '--quiet');
  expect(await machine.git('rev-parse', 'HEAD')).toBe(await machine.git('rev-parse', 'origin/main'));
  expect(await machine.dvc('status', '--json')).toBe('{}');
  expect(await machine.dvc('data', 'status', '--json')).toBe('{}');
  await machine.dvc('repro', '--dry');
}

/** The files that collecting garbage would take from the cache. */
export async function listGarbage(
  machine: WorkingTree,
  ...flags: readonly string[]
): Promise<readonly string[]> {
  const printed = await machine.dvc('gc', '--dry', ...flags);
  // What lies by the digest of DVC 2 is named once more, as if it were there.
  return [...printed.matchAll(/^Removing \S+\/files\/md5\/(\S+)$/gm)].map(([, file = '']) =>
    file.replace('/', ''),
  );
}

/** Once a person's commit is on its way to the remote another person runs `lastgood` to its end, once: git calls it, not a clock. */
export function meetWhilePushing(late: DvcMachine, early: DvcMachine, argv: readonly string[]): void {
  const variables = { ...early.variables, PATH: process.env['PATH'] ?? '', LASTGOOD_ACTOR: early.actor };
  const command = builtProgram(...argv, '--registry', `dvc:${early.folder}`);
  const words = [...Object.entries(variables).map(([name, value]) => `${name}=${value}`), ...command];
  const quoted = words.map(word => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  const path = join(late.folder, '.git/hooks/pre-push');
  const script = `#!/bin/sh\nrm "$0"\ncd '${early.folder}' && env -i ${quoted} >&2\n`;
  writeFileSync(path, script, { mode: 0o755 });
}
