import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Finished, runCommand } from '../bin/run-program.ts';

/** A working tree of git and DVC, in which both run by their own commands and know nothing of this machine. */
export type WorkingTree = {
  readonly folder: string;
  /** What git and DVC are to know of their surroundings. */
  readonly variables: Readonly<Record<string, string>>;
  /** Runs git and gives what it printed, without the last line end. It must exit 0. */
  readonly git: (...argv: readonly string[]) => Promise<string>;
  /** The same with DVC. */
  readonly dvc: (...argv: readonly string[]) => Promise<string>;
  /** Runs DVC, however it ends. */
  readonly runDvc: (...argv: readonly string[]) => Promise<Finished>;
  /** The text of a file of the tree. @throws Error (ENOENT) */
  readonly read: (path: string) => string;
  /** Writes a file of the tree, and the folders above it. */
  readonly write: (path: string, text: string) => void;
};

/** A tree at `folder` for one person. @param home a folder for what programs leave in a home, outside of the tree */
export function openWorkingTree(folder: string, home: string): WorkingTree {
  const variables = {
    HOME: home,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    DVC_NO_ANALYTICS: '1',
    DVC_SITE_CACHE_DIR: join(home, 'dvc-site'),
  };
  const run = (program: string, argv: readonly string[]): Promise<Finished> =>
    runCommand([program, ...argv], { cwd: folder, env: variables });
  const runWell = async (program: string, argv: readonly string[]): Promise<string> => {
    const { code, out, error } = await run(program, argv);
    if (code !== 0)
      throw new Error(`${program} ${argv.join(' ')} in ${folder} ended with ${code}\n${out}${error}`);
    return out.replace(/\n$/, '');
  };
  return {
    folder,
    variables,
    git: (...argv) => runWell('git', argv),
    dvc: (...argv) => runWell('dvc', argv),
    runDvc: (...argv) => run('dvc', argv),
    read: path => readFileSync(join(folder, path), 'utf8'),
    write: (path, text) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    },
  };
}
