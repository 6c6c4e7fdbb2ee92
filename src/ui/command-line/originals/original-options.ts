import type { GlobalOptions, Host } from '../host.ts';
import type { Call, OptionRow, OptionRows } from '../verb.ts';

/** Options that S0's commands share. */
export const originalOptionRows = {
  'model-name': { takes: 'NAME', help: 'the model; else MODEL_NAME, else frontshift-rag', ours: 'MODEL' },
  'registry-dir': { takes: 'DIR', help: 'the registry; else MODEL_REGISTRY_DIR', ours: '--registry' },
  'registry-cache-dir': {
    takes: 'DIR',
    help: 'the local copy of a registry in a bucket; else MODEL_REGISTRY_CACHE',
    ours: '--cache',
  },
  'metadata-output': { takes: 'FILE', help: "also write the version's metadata here", ours: 'show --json' },
} as const satisfies OptionRows;

/** Where S0's commands look for the results of an evaluation. */
export const resultsDirRow = {
  takes: 'DIR',
  help: 'else RESULTS_DIR, else chat_pipeline/results',
  ours: '--results',
} as const satisfies OptionRow;

/** The results folder S0's commands mean. Pure. */
export function readResultsFolder(host: Pick<Host, 'variables'>, given: string | undefined): string {
  return given ?? (host.variables['RESULTS_DIR'] || 'chat_pipeline/results');
}

/** The model S0's commands mean. Pure. */
export function readModelName(host: Pick<Host, 'variables'>, given: string | undefined): string {
  return given ?? (host.variables['MODEL_NAME'] || 'frontshift-rag');
}

/** Which registry S0's commands mean: their own option and variable before ours. */
export function readOriginalGlobal(
  { host, global }: Pick<Call, 'host' | 'global'>,
  options: { readonly 'registry-dir': string | undefined; readonly 'registry-cache-dir': string | undefined },
): GlobalOptions {
  const registry =
    options['registry-dir'] ?? global.registry ?? (host.variables['MODEL_REGISTRY_DIR'] || undefined);
  return { ...global, registry, cache: options['registry-cache-dir'] ?? global.cache };
}
