import { describeErrorCode, type ErrorCode } from '../errors/error-codes.ts';
import type { EventFacts } from '../events/describe-events.ts';
import type { EventKind, RegistryEvent } from '../events/event.ts';
import type { ReceiptProblem } from '../plan/receipt.ts';
import { findIncident } from '../rollback/find-incident.ts';
import { type Deployment, type DeploymentLink, getLink } from './deployment.ts';
import type { DeploymentPlan } from './deployment-plan.ts';

/** Switched off on purpose, or stopped: nothing broke. */
const switchedOffCodes: ReadonlySet<ErrorCode> = new Set(['read-only', 'offline', 'cancelled']);

/**
 * What others are told when production was moved by a deployment; with the kind of the promotion for a channel that hears of those only.
 * The same event whenever it is told again. Pure.
 */
export function describeDeployed(
  deployment: Deployment,
  kind: 'deployed' | 'promoted',
  facts: EventFacts,
  { gate, metrics, files }: Pick<RegistryEvent, 'gate' | 'metrics' | 'files'>,
): RegistryEvent {
  const link = getLink(deployment.links, 'promote');
  const event = describe(deployment, kind, link.operationId, { outcome: 'done', problem: undefined }, facts);
  return { ...event, gate, metrics, files: { ...files, [receiptFileName]: formatReceipt(deployment) } };
}

/** File beside a run that says what every link of its deployment came to. */
const receiptFileName = 'receipt.json';

/** What is done of a deployment when it is told of: the links before the telling. */
function formatReceipt({
  deploymentId,
  title,
  model,
  version,
  alias,
  actor,
  startedAt,
  command,
  links,
}: Deployment) {
  const made = links.filter(({ kind }) => kind !== 'track' && kind !== 'notify');
  const receipt = { deploymentId, title, model, version, alias, actor, startedAt, command, links: made };
  return `${JSON.stringify(receipt, null, 2)}\n`;
}

/**
 * What others are told when a link failed: that the gate refused it, or that something broke; undefined where whoever asked is the only one
 * to hear of it, as of a conflict or a stop. Told once for each link. Pure.
 */
export function describeStopped(
  deployment: Deployment,
  link: DeploymentLink,
  problem: ReceiptProblem,
  facts: EventFacts,
): RegistryEvent | undefined {
  const kind = judgeProblem(problem.code);
  if (kind === undefined) return undefined;
  const promotion = getLink(deployment.links, 'promote').state;
  const outcome = link.kind === 'promote' && problem.code === 'partly-done' ? 'partly' : 'not-done';
  const isUnknown = link.kind === 'promote' && problem.code === 'answer-lost';
  const how = { outcome: promotion === 'done' ? 'done' : isUnknown ? 'unknown' : outcome, problem } as const;
  return describe(deployment, kind, link.operationId, how, facts);
}

/** What others are told of a deployment that was asked for and not begun; undefined as in {@link describeStopped}. Pure. */
export function describeRefused(
  plan: DeploymentPlan,
  problem: ReceiptProblem,
  facts: EventFacts,
): RegistryEvent | undefined {
  const kind = judgeProblem(problem.code);
  if (kind === undefined) return undefined;
  const version = plan.links.find(link => link.kind === 'promote')?.value ?? null;
  return describe({ ...plan, version }, kind, plan.deploymentId, { outcome: 'not-done', problem }, facts);
}

function judgeProblem(code: ErrorCode): EventKind | undefined {
  if (switchedOffCodes.has(code)) return undefined;
  const { exit } = describeErrorCode(code);
  if (exit === 'gate') return 'refused';
  const isTechnical = ['unavailable', 'integrity', 'partial'].includes(exit);
  return isTechnical || ['internal-bug', 'request-refused', 'publication-conflict'].includes(code)
    ? 'failed'
    : undefined;
}

function describe(
  deployment: Pick<
    Deployment,
    'model' | 'alias' | 'title' | 'actor' | 'version' | 'links' | 'command' | 'request'
  >,
  kind: EventKind,
  operationId: string,
  { outcome, problem }: Pick<RegistryEvent, 'outcome' | 'problem'>,
  { registry, now }: EventFacts,
): RegistryEvent {
  const { model, alias, title, actor, version, links, command, request } = deployment;
  const publish = getLink(links, 'publish');
  const isPublished = publish.state === 'done' || publish.state === 'unchanged';
  const url = isPublished && publish.detail?.startsWith('http') ? publish.detail : undefined;
  const promote = getLink(links, 'promote');
  const { name, kind: registryKind, place } = registry;
  return {
    format: 1,
    eventId: `${operationId}.${kind}`,
    operationId,
    kind,
    act: 'deploy',
    title,
    at: now,
    actor,
    registry: { name, kind: registryKind, place },
    model,
    version,
    alias,
    from: promote.expected,
    to: version ?? promote.value,
    reason: request.reason === '' ? null : request.reason,
    incident: findIncident(request.reason) ?? null,
    gate: undefined,
    outcome,
    problem,
    command,
    links: url === undefined ? [] : [{ label: 'Published', url }],
    metrics: {},
    files: {},
  };
}
