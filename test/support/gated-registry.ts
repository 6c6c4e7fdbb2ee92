import { type Run, type RunOptions, runLastgood } from '../ui/command-line/command-line.ts';
import { bindPolicy, type ResultsChange, writeResults } from './evidence-files.ts';
import { buildS0Registry, rolledBackOnce } from './s0-registry.ts';
import { createTemporaryFolder } from './temporary-folder.ts';

/** The model of a gated registry: v1 to v3, v2 live. */
export const gatedModel = 'frontshift-rag';

/** What confirms a move of its latest. */
export const confirmedMove = ['--yes', '--confirm', `${gatedModel}@latest`] as const;

/** A registry as S0 leaves it, whose latest demands S0's policy. */
export type GatedRegistry = {
  readonly root: string;
  /** Runs the command line on it. */
  readonly run: (...argv: readonly string[]) => Promise<Run>;
  /** The same with other options, such as another policy. */
  readonly runWith: (options: RunOptions, ...argv: readonly string[]) => Promise<Run>;
};

/** Creates one, never written by lastgood. */
export function createGatedRegistry(policy = 'rag'): GatedRegistry {
  const root = createTemporaryFolder();
  buildS0Registry(root, rolledBackOnce);
  const runWith: GatedRegistry['runWith'] = (options, ...argv) =>
    runLastgood(root, argv, { policies: bindPolicy(policy), ...options });
  return { root, runWith, run: (...argv) => runWith({}, ...argv) };
}

/** A new folder of results that pass, unless told. */
export function createResults(change: ResultsChange = {}): string {
  return writeResults(createTemporaryFolder(), change);
}
