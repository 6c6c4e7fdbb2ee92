import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { type LogFacts, readLogCommands } from './log-commands.ts';
import { parseRunnerFile } from './runner-file.ts';

/** One script as the runner starts it. */
export type Script = {
  readonly text: string;
  readonly shell: string | undefined;
  readonly folder: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Folders that steps before have put before PATH. */
  readonly path: readonly string[];
};

/** How it ended. */
export type ScriptEnd = Pick<LogFacts, 'errors'> & {
  readonly exitCode: number;
  readonly outputs: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
  readonly path: readonly string[];
  readonly summary: string;
  readonly log: string;
};

/** The runner's command for each shell. @see https://docs.github.com/actions/reference/workflow-syntax-for-github-actions (shell) */
const shells: Readonly<Record<string, readonly string[]>> = {
  bash: ['bash', '--noprofile', '--norc', '-eo', 'pipefail'],
  unspecified: ['bash', '-e'],
};

/** Files through which a step speaks to the runner. */
const files = ['GITHUB_OUTPUT', 'GITHUB_ENV', 'GITHUB_PATH', 'GITHUB_STEP_SUMMARY'] as const;

/** Runs a script in a process of its own, and reads what it left for the runner. @throws Error as the runner does for such a file */
export function runScript({ text, shell, folder, variables, path }: Script): ScriptEnd {
  const command = shells[shell ?? 'unspecified'];
  if (command === undefined) throw new Error(`No shell ${shell} is known here.`);
  const place = createTemporaryFolder();
  const script = join(place, 'script.sh');
  writeFileSync(script, text);
  const spoken = Object.fromEntries(files.map(name => [name, join(place, name)]));
  for (const file of Object.values(spoken)) writeFileSync(file, '');
  const [program = '', ...argv] = command;
  const PATH = [...path.toReversed(), variables['PATH'] ?? ''].join(':');
  const { status, stdout, stderr, error } = spawnSync(program, [...argv, script], {
    cwd: folder,
    env: { ...variables, ...spoken, PATH },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error !== undefined) throw error;
  const read = (name: (typeof files)[number]): string => {
    const file = spoken[name] ?? '';
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  };
  // The runner reads both streams as one log.
  const log = [readLogCommands(stdout), readLogCommands(stderr)] as const;
  return {
    exitCode: status ?? 1,
    outputs: { ...log[0].outputs, ...log[1].outputs, ...parseRunnerFile(read('GITHUB_OUTPUT')) },
    environment: { ...log[0].environment, ...log[1].environment, ...parseRunnerFile(read('GITHUB_ENV')) },
    path: read('GITHUB_PATH')
      .split('\n')
      .filter(line => line !== ''),
    errors: [...log[0].errors, ...log[1].errors],
    summary: read('GITHUB_STEP_SUMMARY'),
    log: `${stdout}${stderr}`,
  };
}
