import type { Deployment } from '../deployment/deployment.ts';
import type { ConfirmedDeployment } from '../deployment/deployment-plan.ts';
import type { DeploymentReceipt } from '../deployment/deployment-receipt.ts';
import { describeChangedInputs, type InputDigest, listInputs } from '../deployment/deployment-request.ts';
import { adviseAnew } from '../deployment/find-overtaking.ts';
import { ConflictError, NotFoundError, toAppError } from '../errors/app-error.ts';
import type { HeldDeployment } from '../ports/deployment-journal.ts';
import { requireWriteAccess } from './apply-plan.ts';
import { type ChainStart, carryLinks } from './carry-links.ts';
import type { DeploymentEnvironment } from './deployment-environment.ts';
import { dropSuperseded } from './drop-superseded.ts';
import { endUnbegun } from './end-deployment.ts';

/**
 * Carries out a confirmed deployment, or carries it on: link after link, each planned anew from what is there then, the journal written
 * before and after each. What an earlier try has made is found and not made again. It stops between two links on request, and at the first
 * one that fails. Never throws for a foreseen failure: the receipt says what is done and what is not.
 */
export async function carryDeployment(
  plan: ConfirmedDeployment,
  environment: DeploymentEnvironment,
): Promise<DeploymentReceipt> {
  let held: HeldDeployment | undefined;
  try {
    requireWriteAccess(environment.session);
    if (!plan.changes && plan.begun === 'new')
      return await endWhole(plan, endUnbegun(plan, undefined), environment);
    const start = await open(plan, environment);
    held = start.held;
    const receipt = await carryLinks(start, environment);
    return receipt.problem === undefined ? await endWhole(plan, receipt, environment) : receipt;
  } catch (thrown) {
    // A journal that cannot be let go names a process that ends: the next one takes it.
    await held?.release().catch(toAppError);
    return endUnbegun(plan, toAppError(thrown));
  }
}

/** Everything is as it was asked for: earlier deployments of the same have nothing left to do either. */
async function endWhole(
  { request }: ConfirmedDeployment,
  receipt: DeploymentReceipt,
  { deploying }: DeploymentEnvironment,
): Promise<DeploymentReceipt> {
  const dropped = await dropSuperseded(deploying.journal, { ...receipt, request });
  return { ...receipt, notices: [...receipt.notices, ...dropped] };
}

async function open(plan: ConfirmedDeployment, environment: DeploymentEnvironment): Promise<ChainStart> {
  const { session, deploying } = environment;
  if (plan.begun === 'new') {
    const inputs = await hashInputs(plan.request, environment);
    const deployment = describeDeployment(plan, inputs, session.now());
    return { plan, deployment, held: await deploying.journal.begin(deployment) };
  }
  const claim = await deploying.journal.claim(plan.deploymentId);
  if (claim.outcome === 'missing')
    throw new NotFoundError('deployment-not-found', `${plan.title}: it is not in the journal any more.`);
  if (claim.outcome === 'taken') {
    const by =
      claim.by === undefined ? 'Another process' : `Process ${claim.by.processId} on ${claim.by.host}`;
    throw new ConflictError('deployment-running', `${by} carries it on: ${plan.title}.`);
  }
  const { held } = claim;
  try {
    await requireSameInputs(held.deployment, environment);
    return { plan, held, deployment: held.deployment };
  } catch (thrown) {
    await held.release();
    throw thrown;
  }
}

/** @throws ConflictError deployment-changed */
async function requireSameInputs(kept: Deployment, environment: DeploymentEnvironment): Promise<void> {
  const changed = await findChangedInputs(kept, environment);
  if (changed.length === 0) return;
  const message = `It was begun with other files: ${changed.join('; ')}.`;
  throw new ConflictError('deployment-changed', message, { hint: adviseAnew(kept), data: { changed } });
}

/**
 * What of the files that are still to be read is not as it was when the deployment began, each in words. Once the version is registered
 * and judged, its evidence is its own copy, and only the weights are read again.
 */
export async function findChangedInputs(
  { links, inputs }: Pick<Deployment, 'links' | 'inputs'>,
  environment: Pick<DeploymentEnvironment, 'deploying' | 'stop' | 'onProgress'>,
): Promise<readonly string[]> {
  const isOpen = (kinds: readonly string[]): boolean =>
    links.some(
      ({ kind, state }) => kinds.includes(kind) && !['done', 'unchanged', 'skipped'].includes(state),
    );
  const wanted = inputs.filter(({ part }) =>
    part === 'weights' ? isOpen(['register', 'gate', 'publish', 'promote']) : isOpen(['register', 'gate']),
  );
  return describeChangedInputs(wanted, await hashAll(wanted, environment));
}

async function hashInputs(
  request: ConfirmedDeployment['request'],
  environment: DeploymentEnvironment,
): Promise<readonly InputDigest[]> {
  return await hashAll(listInputs(request), environment);
}

async function hashAll(
  files: readonly Omit<InputDigest, 'sha256'>[],
  { deploying, stop, onProgress }: Pick<DeploymentEnvironment, 'deploying' | 'stop' | 'onProgress'>,
): Promise<readonly InputDigest[]> {
  const hashed: InputDigest[] = [];
  for (const { part, path } of files) {
    const sha256 = await deploying.hashFile(path, {
      signal: stop,
      onProgress: (done, total) => onProgress?.('register', done, total),
    });
    hashed.push({ part, path, sha256: sha256 ?? null });
  }
  return hashed;
}

function describeDeployment(
  plan: ConfirmedDeployment,
  inputs: readonly InputDigest[],
  startedAt: string,
): Deployment {
  const { deploymentId, title, model, alias, actor, command, request, links } = plan;
  const named = request.subject.at === 'registered' ? request.subject.version : null;
  return {
    format: 1,
    ...{ deploymentId, title, model, alias, actor, startedAt, command, request, inputs },
    version: named,
    links,
  };
}
