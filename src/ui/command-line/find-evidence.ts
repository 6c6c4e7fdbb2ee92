import { InvalidInputError } from '../../core/errors/app-error.ts';
import type { Json } from '../../core/history/canonical-json.ts';
import type { EvidenceFile, Registration, WeightsReference } from '../../core/registration/registration.ts';
import { holdsSecret, maskAddress } from '../../core/text/address-secrets.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import type { Host } from './host.ts';
import { readText } from './reason.ts';
import { warn } from './speak.ts';

/** Files a version is made of, as named on the command line. */
export type EvidencePaths = {
  readonly results: string | undefined;
  /** By the part they play; what is not named is looked for in the results. */
  readonly named: Partial<Readonly<Record<EvidencePart, string | undefined>>>;
  readonly others: readonly string[];
  /** What becomes of a registration without a summary or slices, where results are named. */
  readonly whenMissing: 'refuse' | 'warn-of-slices' | 'take-what-is-there';
};

/** Parts that a results folder is searched for. */
export type EvidencePart = keyof typeof resultsLayout;

/** Where the evaluation leaves its files below a results folder, and what they are called in a version, which is tried too. */
const resultsLayout = {
  eval_summary: { places: ['core_eval_main/summary.json', 'summary.json'], name: 'summary.json' },
  bias_report: {
    places: ['core_eval_slices/bias_report.json', 'bias_report.json'],
    name: 'bias_report.json',
  },
  smoke_summary: {
    places: ['smoke_test_main/summary.json', 'smoke_summary.json'],
    name: 'smoke_summary.json',
  },
  tuning_report: {
    places: ['core_eval_tuning/tuning_report.json', 'tuning_report.json'],
    name: 'tuning_report.json',
  },
  metrics: {
    places: ['metrics.json', 'results/evaluations/metrics.json', 'evaluations/metrics.json'],
    name: 'metrics.json',
  },
} as const satisfies Partial<
  Record<EvidenceFile['role'], { readonly places: readonly string[]; readonly name: string }>
>;

/**
 * The weights as they are recorded: a file here, or a URI as it is.
 * @throws InvalidInputError usage for a path where no file is: nothing could be verified later; for an address with a secret in it
 */
export async function findWeights(host: Host, text: string): Promise<WeightsReference> {
  // MLflow's own have one slash: runs:/ID/model, models:/NAME/7.
  if (/^([a-z][a-z0-9+.-]*:\/\/|(runs|models):\/)/i.test(text)) {
    if (holdsSecret(text)) throw describeSecret(text);
    return { at: 'elsewhere', text: readText(text) };
  }
  return {
    at: 'local',
    path: await findFile(host, text, 'Give the path of a file, or a URI such as s3://BUCKET/FILE.'),
  };
}

function describeSecret(text: string): InvalidInputError {
  const shown = makeSafeText(maskAddress(text), { limit: 200 });
  return new InvalidInputError('usage', `The address of the weights holds a secret: ${shown}.`, {
    hint: 'It would be stored where everybody reads it: name the address without a user, password or signature.',
  });
}

/**
 * The files to copy into the version, and the folder they were found in. What is named by its own option must be there.
 * @throws InvalidInputError usage, evidence-missing
 */
export async function findEvidence(
  host: Host,
  paths: EvidencePaths,
): Promise<Pick<Registration, 'evidence' | 'resultsPath'>> {
  const results = paths.results === undefined ? undefined : (await host.findPath(paths.results)).path;
  const parts = Object.keys(resultsLayout) as readonly EvidencePart[];
  const found: EvidenceFile[] = [];
  for (const part of parts) {
    const file = await findPart(host, part, paths.named[part], results);
    if (file !== undefined) found.push(file);
  }
  if (paths.results !== undefined) tellMissing(host, paths.results, paths.whenMissing, found);
  for (const path of paths.others) found.push({ role: 'other', path: await findFile(host, path) });
  return { evidence: found, resultsPath: results };
}

/** An evaluation of S1 leaves metrics.json, and neither a summary nor slices. */
function tellMissing(
  host: Host,
  results: string,
  whenMissing: EvidencePaths['whenMissing'],
  found: readonly EvidenceFile[],
): void {
  if (whenMissing === 'take-what-is-there') return;
  const has = (role: EvidenceFile['role']) => found.some(file => file.role === role);
  if (!has('eval_summary') && (whenMissing === 'refuse' || !has('metrics')))
    throw describeMissing(results, 'eval_summary');
  if (has('bias_report') || (whenMissing === 'warn-of-slices' && has('metrics'))) return;
  if (whenMissing === 'refuse') throw describeMissing(results, 'bias_report');
  warn(host, 'the results have no bias_report.json: the version is registered without slices.');
}

function describeMissing(results: string, part: EvidencePart): InvalidInputError {
  const shown = makeSafeText(results, { limit: 200 });
  const { places, name } = resultsLayout[part];
  return new InvalidInputError('evidence-missing', `${shown} has no ${name}, nor ${places[0]}.`);
}

/** The pipeline configuration of a registration, and its file; none where no file is named. @throws InvalidInputError */
export async function findConfiguration(
  host: Host,
  path: string | undefined,
): Promise<Pick<Registration, 'configuration' | 'configurationPath'>> {
  if (path === undefined) return { configuration: null };
  const configurationPath = await findFile(host, path);
  return { configuration: await readPipelineConfiguration(host, configurationPath), configurationPath };
}

/** A pipeline configuration; of a file that has a `pipeline` section, as S0's has, that section. @throws InvalidInputError */
async function readPipelineConfiguration(host: Host, path: string): Promise<Json> {
  const value = await host.readValueFile(path);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new InvalidInputError(
      'unreadable-file',
      `${makeSafeText(path, { limit: 200 })} holds no settings.`,
    );
  }
  const section = (value as { readonly [key: string]: Json })['pipeline'];
  return section !== null && typeof section === 'object' && !Array.isArray(section) ? section : value;
}

/** The absolute path of a file that is there. @throws InvalidInputError usage */
async function findFile(host: Host, path: string, hint = 'Check the path.'): Promise<string> {
  const found = await host.findPath(path);
  if (found.kind === 'file') return found.path;
  const shown = makeSafeText(path, { limit: 200 });
  const problem = found.kind === 'nothing' ? `There is no file ${shown}.` : `${shown} is not a file.`;
  throw new InvalidInputError('usage', problem, { hint });
}

async function findPart(
  host: Host,
  role: EvidencePart,
  named: string | undefined,
  results: string | undefined,
): Promise<EvidenceFile | undefined> {
  const { places, name } = resultsLayout[role];
  if (named !== undefined) return { role, name, path: await findFile(host, named) };
  if (results === undefined) return undefined;
  for (const place of places) {
    const found = await host.findPath(`${results}/${place}`);
    if (found.kind === 'file') return { role, name, path: found.path };
  }
  return undefined;
}
