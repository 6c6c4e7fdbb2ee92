import { findComparisonFigures } from '../../core/decision/comparison-figures.ts';
import { type DeploymentRecord, formatDeploymentTime } from '../../core/decision/deployment-record.ts';
import type { ModelLocation } from '../../core/decision/model-location.ts';
import { recordedScore } from '../../core/decision/score.ts';
import { getLink, type LinkKind, type LinkState } from '../../core/deployment/deployment.ts';
import type { DeploymentReceipt } from '../../core/deployment/deployment-receipt.ts';
import type { DeploymentRequest, PublishWish } from '../../core/deployment/deployment-request.ts';
import { InvalidInputError, NotFoundError } from '../../core/errors/app-error.ts';
import { findLiveVersion } from '../../core/plan/find-version.ts';
import type { Receipt, ReceiptProblem } from '../../core/plan/receipt.ts';
import { decideCandidate } from '../../core/session/decide-candidate.ts';
import { loadModel } from '../../core/session/load-model.ts';
import { loadRecords } from '../../core/session/load-records.ts';
import type { Session } from '../../core/session/session.ts';
import type { DecidedDeployment } from './decide-deployment.ts';
import { findConfiguration } from './find-evidence.ts';
import type { Host } from './host.ts';

/** What the metrics are called in the version, whatever the file was called. */
const metricsName = 'metrics.json';

/**
 * What a decided deployment asks for: registered with its evidence, published where that is wished, and promoted. The weights stay where the
 * training put them: they are named by its run.
 * @throws InvalidInputError usage when nothing says where the model is; unreadable-file
 */
export async function requestDeployment(
  host: Host,
  session: Session,
  decided: DecidedDeployment,
  wished: CandidateWish,
): Promise<DeploymentRequest> {
  const { candidate, files, decision } = decided;
  const { location } = files;
  if (location === undefined || !location.ok) {
    throw new InvalidInputError('usage', 'Nothing says where the model is that would be deployed.', {
      hint: 'Name its location file with --model-artifact-path.',
    });
  }
  const { model, alias } = candidate;
  const registration = {
    model,
    version: undefined,
    weights: { at: 'elsewhere' as const, text: `runs:/${location.location.runId}/model` },
    evidence: [
      { role: 'metrics' as const, path: files.evaluationPath, name: metricsName },
      { role: 'other' as const, path: location.path },
    ],
    ...(await findConfiguration(host, wished.parametersPath)),
    parent: undefined,
    notes: describeOrigin(location.location),
    tags: session.registry.reader.identity.kind === 'mlflow' ? describeTags(decided) : [],
  };
  const { status } = await loadModel(session, model).catch(ofNoModel);
  return {
    ...{ model, alias, publish: wished.publish },
    subject: { at: 'new', registration },
    gate: decision.forced ? 'overridden' : 'as-bound',
    reason: wished.reason === '' ? decision.reason : wished.reason,
    decision: { live: (status && findLiveVersion(status, alias)) ?? null },
  };
}

/** How a decision is carried out. */
export type CandidateWish = {
  /** params.yaml, kept with the version; undefined where there is none. */
  readonly parametersPath: string | undefined;
  readonly reason: string;
  readonly publish: PublishWish | undefined;
};

/** The first version of a model is decided about before there is one. */
function ofNoModel(thrown: unknown): { readonly status: undefined } {
  if (thrown instanceof NotFoundError) return { status: undefined };
  throw thrown;
}

/** What S1 tags a version with on a server: texts as Python writes them. */
function describeTags({ decision, record }: DecidedDeployment): readonly string[] {
  const { score, isBest, improvement } = findComparisonFigures(decision);
  return [
    ...(score === null ? [] : [`${recordedScore}=${score}`]),
    `is_best=${isBest ? 'True' : 'False'}`,
    ...(improvement === null ? [] : [`improvement=${improvement}`]),
    `deployment_timestamp=${formatDeploymentTime(record.at)}`,
  ];
}

function describeOrigin({ runId, trackingUri, baseModel, trainedAt }: ModelLocation): string {
  return [
    `MLflow run ${runId}`,
    ...(trackingUri === undefined ? [] : [`tracked at ${trackingUri}`]),
    ...(baseModel === undefined ? [] : [`fine-tuned from ${baseModel}`]),
    ...(trainedAt === undefined ? [] : [`trained ${trainedAt}`]),
  ].join(', ');
}

/**
 * Why a decision to deploy does not stand any more: somebody else may have deployed a better model since. Asked after the promotion is
 * planned; what moves after that stops the plan itself.
 */
export async function findObjection(
  session: Session,
  host: Host,
  decided: DecidedDeployment,
  version: string,
): Promise<ReceiptProblem | undefined> {
  const { candidate, decision } = decided;
  if (!(await hasSameMetrics(session, decided, version))) {
    return {
      code: 'evidence-changed',
      message: `${metricsName} was written anew after the decision: ${version} has other metrics than were decided about.`,
      hint: 'Decide again.',
    };
  }
  const { decision: now } = await decideCandidate(session, candidate, host.stop);
  if (now.outcome === 'deploy' || (now.outcome === 'skip' && decision.forced)) return undefined;
  return {
    code: 'moved-meanwhile',
    message: `What is deployed has changed since the decision. Now it is to ${now.outcome}: ${now.reason}`,
    hint: 'Decide again.',
  };
}

/** Whether the version was registered with the bytes that were decided about. */
async function hasSameMetrics(
  session: Session,
  { candidate, record }: DecidedDeployment,
  version: string,
): Promise<boolean> {
  const { status } = await loadModel(session, candidate.model);
  const [registered] = await loadRecords(session, status, [version], 'listing');
  if (registered?.whole !== 'complete') return false;
  const kept = registered.record.artifacts.find(artifact => artifact.name === metricsName);
  return kept?.sha256 === record.evidence?.sha256;
}

/** What stands as it was to be, and what went wrong. Pure. */
export function describeDone({
  links,
  version,
  alias,
  problem,
  receipts,
}: DeploymentReceipt): Pick<DeploymentRecord, 'done' | 'problem'> {
  const stateOf = (kind: LinkKind): LinkState => getLink(links, kind).state;
  const stands = (kind: LinkKind): boolean => ['done', 'unchanged'].includes(stateOf(kind));
  const publish = getLink(links, 'publish');
  const published = { repository: publish.target, url: publish.detail ?? publish.target };
  const isPromoted = stands('promote') || (receipts.promote !== undefined && isOnRecord(receipts.promote));
  return {
    done: {
      registeredVersion: stands('register') ? version : null,
      published: stands('publish') ? published : null,
      promotedTo: isPromoted ? alias : null,
    },
    problem: problem === undefined ? null : { code: problem.code, message: problem.message },
  };
}

/** Of an act that ended half-way the history counts: what is left are projections. */
function isOnRecord({ outcome, steps }: Receipt): boolean {
  if (outcome !== 'partial') return outcome === 'applied';
  return steps.some(({ step, state }) => step.kind === 'append-history' && state === 'done');
}
