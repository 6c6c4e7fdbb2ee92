import {
  type EvaluationMetrics,
  readEvaluation,
  sourceOfMetrics,
} from '../../core/decision/evaluation-metrics.ts';
import { type LocationReading, readModelLocation } from '../../core/decision/model-location.ts';
import { type DeploymentParams, parseDeploymentParams } from '../../core/decision/parse-deployment-params.ts';
import { BugError, InvalidInputError } from '../../core/errors/app-error.ts';
import type { Json } from '../../core/history/canonical-json.ts';
import type { Session } from '../../core/session/session.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import type { DeploymentOptions, NamedFile } from './deployment-options.ts';
import type { Host } from './host.ts';

/** The parameters of a project; `path` is undefined where there is no file and S1's own values count. */
export type FoundParameters = { readonly params: DeploymentParams; readonly path: string | undefined };

/** params.yaml, or nothing where the usual one is not there. @throws InvalidInputError usage, invalid-configuration */
export async function findParameters(host: Host, file: NamedFile): Promise<FoundParameters> {
  const path = await findFile(host, file);
  if (path === undefined) return { params: parseDeploymentParams({}), path };
  const reading = await readNamedFile(host, path);
  if (reading.ok) return { params: parseDeploymentParams(reading.value), path };
  throw new InvalidInputError('invalid-configuration', reading.problem, {
    hint: 'Correct the file of parameters.',
    data: { path: makeSafeText(path) },
  });
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
  const reading = await readNamedFile(host, path);
  const name = makeSafeText(lastName(path));
  const location = {
    ...(reading.ok ? readModelLocation(name, reading.value, evaluation.values) : reading),
    path,
  };
  return { evaluation, evaluationPath: found.path, location };
}

/** The value of a file that somebody wrote, or in a sentence why it has none. */
async function readNamedFile(
  host: Host,
  path: string,
): Promise<{ readonly ok: true; readonly value: Json } | { readonly ok: false; readonly problem: string }> {
  try {
    return { ok: true, value: await host.readValueFile(path) };
  } catch (thrown) {
    if (!(thrown instanceof InvalidInputError) || thrown.code !== 'unreadable-file') throw thrown;
    return { ok: false, problem: thrown.message };
  }
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
