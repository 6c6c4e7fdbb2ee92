import type { DeploymentRequest, DeploymentSubject } from '../../core/deployment/deployment-request.ts';
import { InvalidInputError } from '../../core/errors/app-error.ts';
import { checkModelName } from '../../core/names/model-name.ts';
import { parseVersionName } from '../../core/names/version-name.ts';
import { getVersion } from '../../core/plan/find-version.ts';
import { loadModel } from '../../core/session/load-model.ts';
import type { Session } from '../../core/session/session.ts';
import { findConfiguration, findEvidence, findWeights } from './find-evidence.ts';
import type { Host } from './host.ts';
import { findResults } from './judge-results.ts';
import { findPublishWish, type publishOptionRows } from './publish-options.ts';
import { chooseAlias } from './read-alias.ts';
import { readText } from './reason.ts';
import { readOrigin, recordOptionRows } from './training-options.ts';
import type { OptionRows, OptionValues } from './verb.ts';

/** Options that say what is deployed: with weights a version that is registered first, else one that is there. */
export const deploySubjectRows = {
  weights: {
    takes: 'PATH|URI',
    help: 'register these weights first: a file, which is hashed, or a URI, which is not',
  },
  results: { takes: 'DIR', help: 'folder of an evaluation: judged, and registered with the weights' },
  'summary-path': { takes: 'FILE', help: 'summary.json of the evaluation' },
  'bias-report-path': { takes: 'FILE', help: 'bias_report.json of the evaluation' },
  ...recordOptionRows,
} as const satisfies OptionRows;

type Options = OptionValues<typeof deploySubjectRows & typeof publishOptionRows> & {
  readonly to: string | undefined;
  readonly reason: string | undefined;
  readonly 'override-gate': boolean;
  readonly 'force-deploy': boolean;
};

type Words = { readonly MODEL: string | undefined; readonly VERSION: string | undefined };

/**
 * What a command line asks to be deployed. Of a version that is there its name is found now, so that carrying on later means the same one.
 * @throws InvalidInputError usage, invalid-name; NotFoundError model-not-found, version-not-found
 */
export async function readDeploymentRequest(
  host: Host,
  session: Session,
  words: Words,
  options: Options,
): Promise<DeploymentRequest> {
  if (words.MODEL === undefined) {
    throw new InvalidInputError('usage', 'Nothing says which model is deployed.', {
      hint: 'Name it: lastgood deploy MODEL [VERSION].',
    });
  }
  const model = checkModelName(words.MODEL);
  return {
    model,
    alias: await chooseAlias(session, model, options.to),
    subject: await readSubject(host, session, model, words.VERSION, options),
    reason: readText(options.reason ?? ''),
    gate: options['override-gate'] || options['force-deploy'] ? 'overridden' : 'as-bound',
    publish: await findPublishWish(host, session, model, options),
  };
}

async function readSubject(
  host: Host,
  session: Session,
  model: string,
  typed: string | undefined,
  options: Options,
): Promise<DeploymentSubject> {
  if (options.weights === undefined) return await readRegistered(host, session, model, typed, options);
  const registration = {
    model,
    version: typed === undefined ? undefined : parseVersionName(model, typed),
    ...readOrigin(options, options),
    weights: await findWeights(host, options.weights),
    ...(await findEvidence(host, {
      results: options.results,
      named: {
        eval_summary: options['summary-path'],
        bias_report: options['bias-report-path'],
        metrics: options['metrics-path'],
      },
      others: options.evidence,
      whenMissing: 'warn-of-slices',
    })),
    ...(await findConfiguration(host, options['pipeline-config'])),
    parent: options.parent === undefined ? undefined : parseVersionName(model, options.parent),
    notes: options.notes,
    tags: options.tag,
  };
  return { at: 'new', registration };
}

async function readRegistered(
  host: Host,
  session: Session,
  model: string,
  typed: string | undefined,
  { results }: Options,
): Promise<DeploymentSubject> {
  const { status } = await loadModel(session, model, host.stop);
  const newest = status.index.versions.findLast(each => each.whole === 'complete')?.version;
  const { version } = getVersion(status.index, typed ?? newest ?? 'v1');
  return {
    at: 'registered',
    version,
    results: results === undefined ? undefined : await findResults(host, results),
  };
}
