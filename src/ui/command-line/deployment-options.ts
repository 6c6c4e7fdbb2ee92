import { InvalidInputError } from '../../core/errors/app-error.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import type { GlobalOptions, Host } from './host.ts';
import type { OptionRows, OptionValues } from './verb.ts';

/** Options that S1's script and our `decide` share, as S1 calls them. */
export const deploymentOptionRows = {
  'evaluation-results': {
    takes: 'FILE',
    help: 'metrics of the model; else results/evaluations/metrics.json',
  },
  'model-artifact-path': {
    takes: 'FILE',
    help: 'where the model is; else results/fine_tuned_model_location.json',
  },
  config: { takes: 'FILE', help: 'parameters of the project; else params.yaml' },
  'output-dir': { takes: 'DIR', help: 'where the files of the decision go; else results/deployment' },
  'min-improvement-threshold': {
    takes: 'N',
    help: 'be better by more than this; else as the parameters say, else 0.001',
  },
  'force-deploy': { help: 'deploy though the scores say skip; needs --reason' },
  first: { help: 'take a registry, or an experiment, that does not exist for an empty one' },
  'history-runs': {
    takes: 'EXPERIMENT',
    help: 'the bar is the best weighted_score of its finished runs, not what the registry says was deployed',
  },
  'log-run': {
    takes: '[EXPERIMENT]',
    help: 'log this decision, and what came of it, as a run; else in MLFLOW_EXPERIMENT_NAME, else as the parameters say',
  },
  reason: { takes: 'WHY', help: 'for the record' },
} as const satisfies OptionRows;

/** Places S1 uses when none is named. */
const usualPlaces = {
  evaluation: 'results/evaluations/metrics.json',
  location: 'results/fine_tuned_model_location.json',
  parameters: 'params.yaml',
  output: 'results/deployment',
} as const;

/** A file that was named, or the usual one, which need not be there. */
export type NamedFile = { readonly path: string; readonly isNamed: boolean };

/** What was asked for. */
export type DeploymentOptions = {
  readonly evaluationPath: string;
  readonly location: NamedFile;
  readonly parameters: NamedFile;
  /** undefined: as the parameters say. */
  readonly minImprovement: number | undefined;
  /** The reason to deploy by force; undefined: as decided. */
  readonly force: { readonly reason: string } | undefined;
  /** Experiment whose runs are the history; undefined: the registry is. */
  readonly historyRuns: string | undefined;
  /** Whether it is to be logged as a run; no experiment: the one that the environment or the parameters name. */
  readonly logRun: { readonly experiment: string | undefined } | undefined;
  /** What a history that does not exist means. */
  readonly missingHistory: 'refused' | 'empty';
};

/**
 * The options as given. `--config` is lastgood's own option for every other verb, and is found before or after the verb: here it is S1's.
 * @throws InvalidInputError usage, reason-required
 */
export function readDeploymentOptions(
  options: OptionValues<typeof deploymentOptionRows>,
  global: GlobalOptions,
): DeploymentOptions {
  const reason = makeSafeText((options.reason ?? '').trim(), { limit: 4000 });
  if (options['force-deploy'] && reason === '')
    throw new InvalidInputError('reason-required', 'Deploying by force needs a reason.');
  return {
    evaluationPath: options['evaluation-results'] ?? usualPlaces.evaluation,
    location: nameFile(options['model-artifact-path'], usualPlaces.location),
    parameters: nameFile(options.config ?? global.configuration, usualPlaces.parameters),
    minImprovement: readLeast(options['min-improvement-threshold']),
    force: options['force-deploy'] ? { reason } : undefined,
    historyRuns: options['history-runs'],
    logRun: options['log-run'] === undefined ? undefined : { experiment: options['log-run'] || undefined },
    missingHistory: options.first ? 'empty' : 'refused',
  };
}

/**
 * Folder for the files of a decision, which need not be there yet; found first, so that whatever else is wrong can be written there.
 * @throws InvalidInputError usage when it is a file, or would be inside of one
 */
export async function findOutputFolder(
  host: Pick<Host, 'findPath'>,
  options: { readonly 'output-dir': string | undefined },
): Promise<string> {
  const folder = options['output-dir'] ?? usualPlaces.output;
  let found = await host.findPath(folder);
  while (found.kind === 'nothing' && found.path !== '/')
    found = await host.findPath(found.path.slice(0, found.path.lastIndexOf('/')) || '/');
  if (found.kind === 'folder') return folder;
  const [shown, inTheWay] = [folder, found.path].map(path => makeSafeText(path, { limit: 200 }));
  throw new InvalidInputError(
    'usage',
    `--output-dir is ${shown}, and ${inTheWay} is a file: it must be a folder.`,
    { hint: 'Name a folder; it is made when it is not there.' },
  );
}

function nameFile(given: string | undefined, usual: string): NamedFile {
  return { path: given ?? usual, isNamed: given !== undefined };
}

function readLeast(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = /^[+]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text.trim()) ? Number(text) : Number.NaN;
  if (Number.isFinite(value)) return value;
  const shown = makeSafeText(text, { limit: 40 });
  throw new InvalidInputError(
    'usage',
    `--min-improvement-threshold is ${JSON.stringify(shown)}: it must be a number of 0 or more.`,
  );
}
