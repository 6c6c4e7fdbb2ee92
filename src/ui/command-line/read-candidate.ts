import {
  type EvaluationMetrics,
  readEvaluation,
  sourceOfMetrics,
} from '../../core/decision/evaluation-metrics.ts';
import { type LocationReading, readModelLocation } from '../../core/decision/model-location.ts';
import { type DeploymentParams, parseDeploymentParams } from '../../core/decision/parse-deployment-params.ts';
import { BugError, InvalidInputError } from '../../core/errors/app-error.ts';
import type { Session } from '../../core/session/session.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import type { DeploymentOptions, NamedFile } from './deployment-options.ts';
import type { Host } from './host.ts';

/** The parameters of a project; `path` is undefined where there is no file and S1's own values count. */
export type FoundParameters = { readonly params: DeploymentParams; readonly path: string | undefined };

/** params.yaml, or nothing where the usual one is not there. @throws InvalidInputError usage, unreadable-file, invalid-configuration */
export async function findParameters(host: Host, file: NamedFile): Promise<FoundParameters> {
  const path = await findFile(host, file);
  const value = path === undefined ? {} : await host.readValueFile(path);
  return { params: parseDeploymentParams(value), path };
}

/** The files of a candidate. */
export type CandidateFiles = {
  readonly evaluation: EvaluationMetrics;
  /** Absolute. */
  readonly evaluationPath: string;
  /** undefined: there is no location file. */
  readonly location: (LocationReading & { readonly path: string }) | undefined;
};

/**
 * Metrics and location of a candidate. What is wrong inside of them is said by what is answered.
 * @throws InvalidInputError usage when a file that was named is not there
 */
export async function readCandidateFiles(
  host: Host,
  session: Session,
  options: DeploymentOptions,
): Promise<CandidateFiles> {
  const found = await host.findPath(options.evaluationPath);
  const evaluation =
    found.kind === 'nothing' ? describeMissing(found.path) : await loadEvaluation(host, session, found.path);
  const path = await findFile(host, options.location);
  if (path === undefined) return { evaluation, evaluationPath: found.path, location: undefined };
  const value = await host.readValueFile(path);
  const location = { ...readModelLocation(makeSafeText(lastName(path)), value, evaluation.values), path };
  return { evaluation, evaluationPath: found.path, location };
}

async function loadEvaluation(host: Host, session: Session, path: string): Promise<EvaluationMetrics> {
  const source = sourceOfMetrics(lastName(path));
  const folder = session.openResults(path.slice(0, path.length - lastName(path).length) || '/');
  const [file] = await folder.loadEvidence([source], { signal: host.stop });
  if (file === undefined) throw new BugError('internal-bug', 'A source was asked for and not answered.');
  return readEvaluation(source, file);
}

function describeMissing(path: string): EvaluationMetrics {
  const name = makeSafeText(lastName(path));
  return readEvaluation(sourceOfMetrics(name), { source: 'metrics', state: 'missing', name });
}

/** The absolute path of a file; undefined when it is only the usual one and is not there. @throws InvalidInputError usage */
async function findFile(host: Host, { path, isNamed }: NamedFile): Promise<string | undefined> {
  const found = await host.findPath(path);
  if (found.kind === 'file') return found.path;
  if (found.kind === 'nothing' && !isNamed) return undefined;
  const shown = makeSafeText(path, { limit: 200 });
  const problem = found.kind === 'nothing' ? `There is no file ${shown}.` : `${shown} is not a file.`;
  throw new InvalidInputError('usage', problem, { hint: 'Check the path.' });
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
