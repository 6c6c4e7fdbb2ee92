import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { compileCacheVariables } from './compiled-once.ts';
import { createTemporaryFolder } from './temporary-folder.ts';
import { builtProgram, openTerminal, type TerminalOptions, type TerminalProgram } from './terminal.ts';

/** A folder of the test's own with a place for a registry, and a home and a working folder in which nothing is configured. */
export type E2eFolder = { readonly registry: string; readonly home: string };

/** Both inside one folder that is removed when the running test ends. The registry is not made. */
export function createE2eFolder(): E2eFolder {
  const home = createTemporaryFolder();
  return { registry: join(home, 'registry'), home };
}

/** Variables under which no configuration of the machine is found, and what is left behind is removed with the folder. */
export function ownVariables({ home }: E2eFolder): Readonly<Record<string, string | undefined>> {
  const own = { HOME: home, XDG_CONFIG_HOME: home, TMPDIR: home, LASTGOOD_ACTOR: 'ada@example.com' };
  return { ...compileCacheVariables(), ...own };
}

/** Starts a command in a terminal, in the folder of the test; ended when the test ends. */
export function openInFolder(
  folder: E2eFolder,
  command: readonly string[],
  options: TerminalOptions = {},
): TerminalProgram {
  const program = openTerminal(command, {
    cwd: folder.home,
    ...options,
    env: { ...ownVariables(folder), ...options.env },
  });
  onTestFinished(() => program.close());
  return program;
}

/** Opens the console of the built program on the registry. */
export function openConsole(
  folder: E2eFolder,
  options: TerminalOptions & { readonly argv?: readonly string[] } = {},
): TerminalProgram {
  const { argv = [], ...terminal } = options;
  return openInFolder(folder, builtProgram('--registry', folder.registry, ...argv), terminal);
}

/** How a command without a terminal ended, and what it said. */
export type CommandEnd = { readonly code: number | null; readonly out: string; readonly err: string };

/** Runs a command of the built program on the registry, without a terminal. */
export function runCommand(folder: E2eFolder, ...argv: readonly string[]): CommandEnd {
  const [file = '', ...before] = builtProgram();
  const { status, stdout, stderr } = spawnSync(file, [...before, ...argv, '--registry', folder.registry], {
    cwd: folder.home,
    env: { PATH: process.env['PATH'], LANG: 'C.UTF-8', ...ownVariables(folder) },
    encoding: 'utf8',
    input: '',
  });
  return { code: status, out: stdout, err: stderr };
}

/** Runs a command that must succeed. @throws Error with what it said when it does not */
export function runWell(folder: E2eFolder, ...argv: readonly string[]): string {
  const { code, out, err } = runCommand(folder, ...argv);
  if (code !== 0) throw new Error(`lastgood ${argv.join(' ')} ended with ${code}: ${out}${err}`);
  return out;
}

/** The document a command prints with `--json`. */
export function readJson(folder: E2eFolder, ...argv: readonly string[]): unknown {
  return JSON.parse(runWell(folder, ...argv, '--json'));
}

/** Counts the single keys that a person presses; text fields are typed in one piece and do not count. */
export function countKeys(program: TerminalProgram) {
  let count = 0;
  return {
    press: async (...names: readonly string[]) => {
      count += names.length;
      await program.press(...names);
    },
    count: () => count,
  };
}

/** The first row of the screen that begins with the marker of a selected row. */
export function selectedRowOf(lines: readonly string[]): string | undefined {
  return lines.find(line => line.startsWith('> '));
}
