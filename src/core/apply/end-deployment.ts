import { type Deployment, type DeploymentLink, getLink } from '../deployment/deployment.ts';
import { formatResume } from '../deployment/deployment-command.ts';
import type { DeploymentPlan } from '../deployment/deployment-plan.ts';
import type { DeploymentReceipt } from '../deployment/deployment-receipt.ts';
import { type AppError, toAppError } from '../errors/app-error.ts';
import type { ErrorCode } from '../errors/error-codes.ts';
import { formatCommand } from '../plan/planning.ts';
import type { ReceiptProblem } from '../plan/receipt.ts';
import type { HeldDeployment } from '../ports/deployment-journal.ts';
import type { LinkEnd } from './deployment-environment.ts';

/** A deployment of which this run makes no further link. */
export type EndedChain = {
  readonly plan: DeploymentPlan;
  readonly held: HeldDeployment;
  readonly deployment: Deployment;
  readonly receipts: DeploymentReceipt['receipts'];
  readonly notices: readonly string[];
};

/** The link it stopped at, and why. */
type Stop = { readonly link: DeploymentLink; readonly end: Extract<LinkEnd, { readonly state: 'failed' }> };

/**
 * The receipt of a deployment, whose journal is removed or kept for going on: it is kept while a link is left and something is done or may
 * be, or it was cut off. A gate that refuses ends it: the version stays registered. Never throws for a foreseen failure.
 */
export async function endDeployment(chain: EndedChain, stop: Stop | undefined): Promise<DeploymentReceipt> {
  const { deployment, held, receipts } = chain;
  const outcome = judgeEnd(chain, stop);
  const isKept = outcome === 'partial' || isCutOff(stop);
  const notices = [...chain.notices];
  try {
    await (isKept ? held.release() : held.remove());
  } catch (thrown) {
    notices.push(`The journal of this deployment is left: ${toAppError(thrown).message}`);
  }
  return {
    ...describeBase(chain.plan),
    title: deployment.title,
    outcome,
    version: deployment.version,
    links: deployment.links,
    receipts,
    problem: stop && describeProblem(deployment, stop),
    notices,
    resume: isKept ? formatResume(deployment.deploymentId) : null,
  };
}

/** The receipt of a deployment of which this run has made no link: there was nothing to do, or something stood in the way. Pure. */
export function endUnbegun(plan: DeploymentPlan, problem: AppError | undefined): DeploymentReceipt {
  const canGoOn = plan.begun === 'begun' && !(problem !== undefined && lostCodes.has(problem.code));
  const { subject } = plan.request;
  return {
    ...describeBase(plan),
    outcome: problem === undefined ? 'unchanged' : 'refused',
    version: subject.at === 'registered' ? subject.version : (plan.links[0]?.value ?? null),
    links: plan.links,
    receipts: {},
    problem: problem && { code: problem.code, message: problem.message, hint: problem.hint },
    notices: [],
    resume: canGoOn ? formatResume(plan.deploymentId) : null,
  };
}

/** After these resuming is refused again: it is given up, or is not there. */
const lostCodes: ReadonlySet<ErrorCode> = new Set([
  'deployment-changed',
  'deployment-overtaken',
  'deployment-not-found',
]);

function describeBase({ deploymentId, title, model, alias, actor, command }: DeploymentPlan) {
  return { deploymentId, title, model, alias, actor, command };
}

/** One that was kept before was kept because something is done of it, or may be: what stops it again does not undo that. */
function judgeEnd({ plan, deployment }: EndedChain, stop: Stop | undefined): DeploymentReceipt['outcome'] {
  const isDone = deployment.links.some(({ state }) => state === 'done');
  if (stop === undefined) return isDone ? 'applied' : 'unchanged';
  if (stop.end.again === 'no-more') return 'refused';
  const isLeft = isDone || stop.end.left === 'something' || plan.begun === 'begun';
  return isLeft ? 'partial' : 'refused';
}

/** What comes between and goes away: a signal, a lost terminal, a service without an answer. Nobody has refused anything. */
const cutOffCodes: ReadonlySet<ErrorCode> = new Set([
  'cancelled',
  'network-failed',
  'answer-damaged',
  'answer-lost',
]);

function isCutOff(stop: Stop | undefined): boolean {
  return stop !== undefined && stop.end.again === 'later' && cutOffCodes.has(stop.end.problem.code);
}

function describeProblem(
  { model, version, alias, links, request: { decision } }: Deployment,
  stop: Stop,
): ReceiptProblem {
  const { problem } = stop.end;
  if (stop.end.again !== 'no-more' || version === null) return problem;
  const message = `${problem.message} ${model} ${version} stays registered; ${describeLeft(links)}`;
  const again = formatCommand(['deploy', model, version, '--to', alias]);
  if (stop.link.kind === 'gate')
    return { ...problem, message, hint: `${problem.hint} Once it passes: ${again}.` };
  if (decision !== undefined) return { ...problem, message };
  return {
    ...problem,
    message,
    hint: `${problem.hint} To see what it would change now: ${again} --dry-run.`,
  };
}

function describeLeft(links: Deployment['links']): string {
  const { state, target } = getLink(links, 'publish');
  const isPublished = state === 'done' || state === 'unchanged';
  return isPublished
    ? `it is published in ${target}, and not live.`
    : 'it is published nowhere, and not live.';
}
