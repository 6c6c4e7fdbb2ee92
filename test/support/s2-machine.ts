import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finished } from '../bin/run-program.ts';
import { runQuickly } from './run-here.ts';
import { createTemporaryFolder } from './temporary-folder.ts';

/** A machine of its own with an empty home folder: no configuration, no registry, no variables. */
export type S2Machine = {
  /** Where S2 keeps its files when nobody names others: `registry.json` and `lineage.json`. */
  readonly training: string;
  /** Runs a verb, without a terminal. */
  readonly lastgood: (...words: readonly string[]) => Promise<Finished>;
  /** The same, whose stdout is a JSON document. Throws when it failed. */
  readonly ask: (...words: readonly string[]) => Promise<Readonly<Record<string, unknown>>>;
  readonly readFile: (name: 'registry.json' | 'lineage.json') => string;
};

/** Creates one. */
export function createS2Machine(): S2Machine {
  const home = createTemporaryFolder();
  const training = join(home, '.context', 'training');
  const lastgood: S2Machine['lastgood'] = (...words) =>
    runQuickly(words, { cwd: home, env: { LASTGOOD_ACTOR: 'scawful' } });
  return {
    training,
    lastgood,
    ask: async (...words) => {
      const { code, out, error } = await lastgood(...words, '--json');
      if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}: ${error}`);
      return JSON.parse(out);
    },
    readFile: name => readFileSync(join(training, name), 'utf8'),
  };
}
