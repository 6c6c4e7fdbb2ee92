import { findComparisonFigures } from '../../core/decision/comparison-figures.ts';
import { type DeploymentRecord, formatDeploymentTime } from '../../core/decision/deployment-record.ts';
import type { ModelLocation } from '../../core/decision/model-location.ts';
import { recordedScore } from '../../core/decision/score.ts';
import { InvalidInputError } from '../../core/errors/app-error.ts';
import type { Receipt, ReceiptProblem } from '../../core/plan/receipt.ts';
import { decideCandidate } from '../../core/session/decide-candidate.ts';
import { loadModel } from '../../core/session/load-model.ts';
import { loadRecords } from '../../core/session/load-records.ts';
import type { Session } from '../../core/session/session.ts';
import type { DecidedDeployment } from './decide-deployment.ts';
import { findConfiguration } from './find-evidence.ts';
import type { Host } from './host.ts';
import type { RegistrationWish } from './register-version.ts';
import type { RegistrationEnd } from './registration-end.ts';

/** What the metrics are called in the version, whatever the file was called. */
const metricsName = 'metrics.json';

/**
 * How a decided deployment is carried out: registered with its evidence, and promoted if the decision still stands. The weights stay where the training put them: they are named by its run.
 * @param parametersPath params.yaml, kept with the version; undefined where there is none
 * @throws InvalidInputError usage when nothing says where the model is; unreadable-file
 */
export async function wishDeployment(
  host: Host,
  session: Session,
  decided: DecidedDeployment,
  parametersPath: string | undefined,
  reason: string,
): Promise<RegistrationWish> {
  const { candidate, files, decision } = decided;
  const { location } = files;
  if (location === undefined || !location.ok) {
    throw new InvalidInputError('usage', 'Nothing says where the model is that would be deployed.', {
      hint: 'Name its location file with --model-artifact-path.',
    });
  }
  return {
    registration: {
      model: candidate.model,
      version: undefined,
      weights: { at: 'elsewhere', text: `runs:/${location.location.runId}/model` },
      evidence: [
        { role: 'metrics', path: files.evaluationPath, name: metricsName },
        { role: 'other', path: location.path },
      ],
      ...(await findConfiguration(host, parametersPath)),
      parent: undefined,
      notes: describeOrigin(location.location),
      tags: session.registry.reader.identity.kind === 'mlflow' ? describeTags(decided) : [],
    },
    promotion: {
      alias: candidate.alias,
      gate: decision.forced ? 'overridden' : 'as-bound',
      reason: reason === '' ? decision.reason : reason,
      findObjection: version => findObjection(session, host, decided, version),
    },
  };
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
async function findObjection(
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

/** What was changed in the registry, and the first thing that went wrong. Pure. */
export function describeDone(
  { registration, gate, promotion, promotionProblem }: RegistrationEnd,
  alias: string,
): Pick<DeploymentRecord, 'done' | 'problem'> {
  const problem = registration.problem ?? gate?.problem ?? promotionProblem ?? promotion?.problem;
  return {
    done: {
      registeredVersion: isOnRecord(registration) ? (registration.version ?? null) : null,
      promotedTo: promotion !== undefined && isOnRecord(promotion) ? alias : null,
    },
    problem: problem === undefined ? null : { code: problem.code, message: problem.message },
  };
}

/** Of an act that ended half-way the history counts: what is left are projections. */
function isOnRecord({ outcome, steps }: Receipt): boolean {
  if (outcome !== 'partial') return outcome === 'applied';
  return steps.some(({ step, state }) => step.kind === 'append-history' && state === 'done');
}
