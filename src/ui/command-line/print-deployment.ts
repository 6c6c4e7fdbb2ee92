import type { DeploymentLink } from '../../core/deployment/deployment.ts';
import type { DeploymentPlan } from '../../core/deployment/deployment-plan.ts';
import type { DeploymentReceipt } from '../../core/deployment/deployment-receipt.ts';
import { addWords } from '../../core/plan/extend-command.ts';
import { formatCommand } from '../../core/plan/planning.ts';
import type { OvertakenDeployments } from '../../core/session/find-overtaken.ts';
import { findNextLink, type LoadedDeployments } from '../../core/session/load-deployments.ts';
import { type Named, nameRegistry } from './name-registry.ts';
import { describeUndo } from './print-receipt.ts';
import { printFields, printTable } from './print-table.ts';

const outcomeWords: Readonly<Record<DeploymentReceipt['outcome'], string>> = {
  applied: 'done',
  unchanged: 'unchanged',
  partial: 'partly done',
  refused: 'refused',
};

/** What was cut off before anything was done nobody has refused. */
function wordOf({ outcome, resume }: DeploymentReceipt): string {
  return outcome === 'refused' && resume !== null ? 'not done' : outcomeWords[outcome];
}

/** A deployment for people, before it is carried out: every link, what to know about it, what stands in its way. Pure. */
export function printDeploymentPlan(plan: DeploymentPlan): readonly string[] {
  if (!plan.changes && plan.blockers.length === 0) return [`unchanged: ${plan.title}`];
  return [
    plan.title,
    ...printFields(plan.links.map(describePlannedLink), '  '),
    ...plan.warnings.map(warning => `  Warning: ${warning}`),
    ...plan.notUndone.map(what => `  Not undone: ${what}`),
    ...plan.blockers.flatMap(blocker => [`  Blocked: ${blocker.message}`, `           ${blocker.hint}`]),
    ...(plan.confirmation.kind === 'typed' ? [`  To confirm, type: ${plan.confirmation.text}`] : []),
    `  The same: ${plan.command}`,
  ];
}

function describePlannedLink(link: DeploymentLink): readonly [string, string] {
  const { kind, target, expected, value, state, detail } = link;
  if (state === 'skipped') return [kind, `left out: ${detail ?? 'nobody asked for it'}`];
  if (state === 'done' || state === 'unchanged') return [kind, `${state}: ${detail ?? target}`];
  if (kind === 'gate') return [kind, describeGate(link)];
  if (kind === 'track' || kind === 'notify') return [kind, target];
  return [kind, `${target}: ${expected ?? 'nothing'} to ${value ?? 'the next version'}`];
}

function describeGate({ target, value }: DeploymentLink): string {
  return value === null ? `${target}: no policy is bound` : `${target} must say ${value}`;
}

/** How a deployment ended, for people: every link, what went wrong, how to go on or take it back. Pure. */
export function printDeploymentReceipt(receipt: DeploymentReceipt, named: Named): readonly string[] {
  const { outcome, title, links, problem, notices, resume, deploymentId, actor, receipts } = receipt;
  const undo = receipts.promote && describeUndo(receipts.promote, named);
  return [
    `${wordOf(receipt)}: ${title}`,
    ...(outcome === 'unchanged' ? [] : printFields(links.map(describeMadeLink), '  ')),
    ...(problem === undefined ? [] : [`  ${problem.message}`, `  ${problem.hint}`]),
    ...notices.map(notice => `  ${notice}`),
    ...(outcome === 'unchanged' ? [] : [`  deployment ${deploymentId}, by ${actor}`]),
    ...(resume === null ? [] : [`  To go on: ${addWords(resume, nameRegistry(named))}`]),
    ...(undo === undefined ? [] : [`  To take back what is live: ${undo}`]),
  ];
}

/** What a deployment has beside the receipts of the registry: its other links, and how to go on. Pure. */
export function printChain({ links, notices, resume }: DeploymentReceipt, named: Named): readonly string[] {
  const others = links.filter(({ kind, state }) => !ofRegistry.has(kind) && state !== 'skipped');
  return [
    ...printFields(others.map(describeMadeLink), '  '),
    ...notices.map(notice => `  ${notice}`),
    ...(resume === null ? [] : [`  To go on: ${addWords(resume, nameRegistry(named))}`]),
  ];
}

const ofRegistry: ReadonlySet<DeploymentLink['kind']> = new Set(['register', 'gate', 'promote']);

function describeMadeLink({ kind, state, detail, target }: DeploymentLink): readonly [string, string] {
  const words = state === 'waiting' ? 'not started' : state;
  return [words, `${kind}: ${detail ?? target}`];
}

/** The deployments that are not finished here, for people. Pure. */
export function printDeployments(
  { deployments, unreadable }: LoadedDeployments,
  overtaken: OvertakenDeployments,
): readonly string[] {
  if (deployments.length === 0 && unreadable.length === 0) return ['No deployment is unfinished here.'];
  const rows = deployments.map(({ deployment, at }) => {
    const { deploymentId, model, alias, startedAt, actor } = deployment;
    const isOvertaken = overtaken.has(deploymentId);
    return [
      deploymentId,
      `${model}@${alias}`,
      isOvertaken ? 'overtaken' : at === 'running' ? 'runs' : 'cut off',
      isOvertaken ? '' : (findNextLink(deployment)?.kind ?? ''),
      startedAt,
      actor,
    ];
  });
  const titles = ['ID', 'MODEL', 'STATE', 'NEXT', 'BEGAN', 'BY'];
  return [
    ...printTable(
      titles.map(title => ({ title })),
      rows,
    ),
    ...[...overtaken].flatMap(([deploymentId, { message, hint }]) => [
      `${deploymentId}: ${message}`,
      `  ${hint}`,
    ]),
    ...unreadable.flatMap(({ deploymentId, path }) => [
      `cannot be read: ${path}`,
      `  Drop it: ${formatCommand(['deploy', '--abandon', deploymentId])}`,
    ]),
  ];
}
