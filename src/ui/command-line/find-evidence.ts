import { InvalidInputError } from '../../core/errors/app-error.ts';
import type { Json } from '../../core/history/canonical-json.ts';
import type { EvidenceFile, Registration, WeightsReference } from '../../core/registration/registration.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import type { Host } from './host.ts';
import { readText } from './reason.ts';
import { warn } from './speak.ts';

/** Files a version is made of, as named on the command line. */
export type EvidencePaths = {
  readonly results: string | undefined;
  readonly summary: string | undefined;
  readonly biasReport: string | undefined;
  readonly others: readonly string[];
};

/** Where the evaluation leaves its files below a results folder; the folder itself is tried too. */
const resultsLayout = {
  eval_summary: ['core_eval_main/summary.json', 'summary.json'],
  bias_report: ['core_eval_slices/bias_report.json', 'bias_report.json'],
} as const;

/**
 * The weights as they are recorded: a file here, or a URI as it is.
 * @throws InvalidInputError usage for a path where no file is: nothing could be verified later
 */
export async function findWeights(host: Host, text: string): Promise<WeightsReference> {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return { at: 'elsewhere', text: readText(text) };
  return {
    at: 'local',
    path: await findFile(host, text, 'Give the path of a file, or a URI such as s3://BUCKET/FILE.'),
  };
}

/**
 * The files to copy into the version. What is named by its own option must be there; of what is looked for in a results
 * folder a missing bias report is only told. @throws InvalidInputError usage
 */
export async function findEvidence(host: Host, paths: EvidencePaths): Promise<readonly EvidenceFile[]> {
  const summary = await findPart(host, 'eval_summary', paths.summary, paths.results);
  const biasReport = await findPart(host, 'bias_report', paths.biasReport, paths.results);
  if (paths.results !== undefined && summary === undefined) {
    const shown = makeSafeText(paths.results, { limit: 200 });
    throw new InvalidInputError('usage', `${shown} has no summary.json, nor core_eval_main/summary.json.`, {
      hint: 'Name the folder the evaluation wrote to.',
    });
  }
  if (paths.results !== undefined && biasReport === undefined) {
    warn(host, 'the results have no bias_report.json: the version is registered without slices.');
  }
  const others = await Promise.all(
    paths.others.map(
      async (path): Promise<EvidenceFile> => ({ role: 'other', path: await findFile(host, path) }),
    ),
  );
  return [summary, biasReport].filter(file => file !== undefined).concat(others);
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
  role: keyof typeof resultsLayout,
  named: string | undefined,
  results: string | undefined,
): Promise<EvidenceFile | undefined> {
  if (named !== undefined) return { role, path: await findFile(host, named) };
  if (results === undefined) return undefined;
  for (const place of resultsLayout[role]) {
    const found = await host.findPath(`${results.replace(/\/+$/, '')}/${place}`);
    if (found.kind === 'file') return { role, path: found.path };
  }
  return undefined;
}
