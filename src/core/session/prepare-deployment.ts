import { describeDeploymentCommand } from '../deployment/deployment-command.ts';
import type { DeploymentPlan } from '../deployment/deployment-plan.ts';
import type { DeploymentRequest } from '../deployment/deployment-request.ts';
import { type DeployedVersion, type DeploymentFacts, planDeployment } from '../deployment/plan-deployment.ts';
import { checkModelName } from '../names/model-name.ts';
import { blockHeld } from '../plan/block-held.ts';
import { findLiveVersion } from '../plan/find-version.ts';
import type { Blocker } from '../plan/plan.ts';
import { block } from '../plan/planning.ts';
import { warnOfOthers } from '../plan/warn-of-found.ts';
import type { ReadOptions } from '../ports/registry.ts';
import { judgeModel, type ModelStatus } from '../registry/model-status.ts';
import { emptyModel, type RegistryIndex } from '../registry/registry-index.ts';
import { listRecordedNames, refuseSecrets } from '../secrets/refuse-secrets.ts';
import { findPublicationFacts } from './find-publication-facts.ts';
import { findSameVersion } from './find-same-version.ts';
import { judgeRegistration } from './judge-registration.ts';
import { findPolicy } from './load-policies.ts';
import { prepareRegistration } from './prepare-change.ts';
import { preparePromotion } from './prepare-promotion.ts';
import { refuseSecretFiles } from './refuse-secret-files.ts';
import type { Session } from './session.ts';

/** What of a deployment concerns the registry alone. */
type RegistryFacts = Pick<DeploymentFacts, 'version' | 'judge' | 'blockers' | 'warnings'>;

/**
 * Looks at everything a deployment touches and plans it. Nothing is changed.
 * @throws NotFoundError model-not-found, version-not-found, results-not-found, policy-not-found; InvalidInputError invalid-name,
 *   secret-given;
 *   UnavailableError when the registry cannot be read. What is wrong outside of it is a blocker.
 */
export async function prepareDeployment(
  session: Session,
  request: DeploymentRequest,
  options: ReadOptions = {},
): Promise<DeploymentPlan> {
  const loaded = await loadStatus(session, request.model, options);
  const { status } = loaded;
  await refuseSecretsIn(session, request, status);
  const found = await findRegistryFacts(session, request, loaded, options);
  const facts: DeploymentFacts = {
    ...found,
    deploymentId: session.createId(),
    actor: session.actor,
    live: findLiveVersion(status, request.alias) ?? null,
    usualAlias: status.usualAlias,
    publication: await findPublicationFacts(session, request, found.version, options),
    channels: {
      tracking: listChannels(session, 'tracking'),
      notification: listChannels(session, 'notification'),
    },
    protection: session.protection,
    sha256: session.sha256,
  };
  return planDeployment(request, facts);
}

/**
 * A deployment is put in the journal whole, and its files in the registry and where it is published: nothing of it may hold a secret.
 * @throws InvalidInputError secret-given; UnavailableError when a file cannot be read
 */
async function refuseSecretsIn(
  session: Session,
  request: DeploymentRequest,
  status: ModelStatus,
): Promise<void> {
  refuseSecretWords(session, request, status);
  const { subject, publish } = request;
  if (subject.at === 'new')
    await refuseSecretFiles(session, subject.registration, publish === undefined ? 'kept' : 'published');
}

/** Refuses a deployment that was asked for with a secret in its words. @throws InvalidInputError secret-given */
export function refuseSecretWords(
  { secrets, actor }: Session,
  request: DeploymentRequest,
  { index }: ModelStatus,
): void {
  const words = [...describeDeploymentCommand(request, ''), '--actor', actor];
  refuseSecrets(words, secrets, listRecordedNames(index));
}

type LoadedStatus = { readonly index: RegistryIndex; readonly status: ModelStatus };

/** The model as it is, or as an empty one when this will be its first version. */
async function loadStatus(session: Session, model: string, options: ReadOptions): Promise<LoadedStatus> {
  const name = checkModelName(model);
  const index = await session.registry.reader.loadIndex({ signal: options.signal });
  const found = index.models.find(candidate => candidate.model === name);
  return { index, status: judgeModel(found ?? emptyModel(name), index, session.sha256) };
}

async function findRegistryFacts(
  session: Session,
  request: DeploymentRequest,
  loaded: LoadedStatus,
  options: ReadOptions,
): Promise<RegistryFacts> {
  const { model, alias, subject, gate, policy, unbound, reason } = request;
  if (subject.at === 'new') return await findNewFacts(session, request, loaded, options);
  const { version, results } = subject;
  const input = {
    model,
    version,
    alias,
    reason,
    gate,
    policy,
    unbound,
    results,
    digest: 'verified',
  } as const;
  const plan = await preparePromotion(session, input, options);
  const named: DeployedVersion = { at: 'there', version, found: 'named' };
  const judge = await findJudge(session, request);
  return { version: named, judge, blockers: plan.blockers, warnings: plan.warnings };
}

async function findNewFacts(
  session: Session,
  request: DeploymentRequest,
  { index, status }: LoadedStatus,
  options: ReadOptions,
): Promise<RegistryFacts> {
  const { model, alias, subject, gate, policy, unbound } = request;
  if (subject.at !== 'new') throw new RangeError('Only a registration has facts of its own.');
  const { registration } = subject;
  const question = { registration, alias, promotion: { gate, policy, unbound } };
  const judged = await judgeRegistration(session, question, options.signal);
  const same = await findSameVersion(session, registration, options);
  const hold = same === undefined ? undefined : status.effective.versionHolds.get(same);
  const isLive = same !== undefined && findLiveVersion(status, alias) === same;
  const plan =
    same === undefined ? await prepareRegistration(session, registration, options.signal) : undefined;
  return {
    version:
      same === undefined
        ? { at: 'new', name: registration.version }
        : { at: 'there', version: same, found: 'same-content' },
    judge: judged.judge,
    blockers: [
      ...blockPromotion(request, status),
      ...(plan?.blockers ?? []),
      ...(same === undefined || hold === undefined ? [] : [blockHeld({ model, version: same }, hold)]),
      ...(isLive ? [] : judged.blockers),
    ],
    warnings: [
      ...(plan?.warnings ?? []),
      ...judged.warnings,
      ...(isLive ? [] : warnOfOthers(index, model, new Set([alias]))),
    ],
  };
}

/** A version that could not be promoted is not registered first: a loop of a pipeline would pile them up. */
function blockPromotion(
  { model, gate, reason }: DeploymentRequest,
  { effective: { modelHold } }: ModelStatus,
): readonly Blocker[] {
  return [
    ...(gate === 'overridden' && reason.trim() === ''
      ? [block('reason-required', 'Overriding the gate needs a reason.')]
      : []),
    ...(modelHold === undefined || modelHold === null
      ? []
      : [block('model-held', `${model} is held by ${modelHold.actor}: ${modelHold.reason ?? 'no reason'}.`)]),
  ];
}

async function findJudge(
  session: Session,
  { model, alias, policy }: DeploymentRequest,
): Promise<string | undefined> {
  if (policy !== undefined) return policy;
  const bound = await findPolicy(session, model, alias);
  return bound?.state === 'bound' ? bound.bound.policy.name : undefined;
}

function listChannels({ telling }: Session, use: 'tracking' | 'notification'): readonly string[] {
  if (telling === undefined) return [];
  const { channels, unready } = telling;
  return [...channels, ...unready].filter(channel => channel.use === use).map(({ name }) => name);
}
