import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTemporaryFolder } from './temporary-folder.ts';

const program = fileURLToPath(new URL('../../dist/lastgood.js', import.meta.url));

/** How a process of the built program ended. */
type Ended = { readonly code: number | null; readonly out: string; readonly error: string };

/** A machine of its own with an empty home folder: no configuration, no registry, no variables. */
export type S2Machine = {
  /** Where S2 keeps its files when nobody names others: `registry.json` and `lineage.json`. */
  readonly training: string;
  /** Runs the built program as a process, without a terminal. */
  readonly lastgood: (...words: readonly string[]) => Ended;
  /** The same, whose stdout is a JSON document. Throws when it failed. */
  readonly ask: (...words: readonly string[]) => Readonly<Record<string, unknown>>;
  readonly readFile: (name: 'registry.json' | 'lineage.json') => string;
};

/** Creates one. */
export function createS2Machine(): S2Machine {
  const home = createTemporaryFolder();
  const training = join(home, '.context', 'training');
  const lastgood: S2Machine['lastgood'] = (...words) => {
    const { PATH } = process.env;
    const ended = spawnSync(process.execPath, [program, ...words], {
      ...{ cwd: home, encoding: 'utf8', input: '' },
      env: { PATH, HOME: home, LASTGOOD_ACTOR: 'scawful' },
    });
    return { code: ended.status, out: ended.stdout, error: ended.stderr };
  };
  return {
    training,
    lastgood,
    ask: (...words) => {
      const { code, out, error } = lastgood(...words, '--json');
      if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}: ${error}`);
      return JSON.parse(out);
    },
    readFile: name => readFileSync(join(training, name), 'utf8'),
  };
}
