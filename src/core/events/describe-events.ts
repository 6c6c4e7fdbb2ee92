import { describeErrorCode, type ErrorCode } from '../errors/error-codes.ts';
import type { EntryDraft } from '../history/entry-draft.ts';
import type { Plan } from '../plan/plan.ts';
import type { Receipt, ReceiptProblem } from '../plan/receipt.ts';
import type { RegistryIdentity } from '../registry/registry-index.ts';
import { findIncident } from '../rollback/find-incident.ts';
import type { EventKind, RegistryEvent } from './event.ts';
import { findEventKind } from './event-kind.ts';
import { findGateReport } from './gate-report-of-plan.ts';

/** What is told of a plan; of one that was cut off, as its journal has it. */
export type ToldPlan = Pick<
  Plan,
  | 'act'
  | 'title'
  | 'model'
  | 'operationId'
  | 'actor'
  | 'drafts'
  | 'keeps'
  | 'measured'
  | 'registration'
  | 'command'
>;

/**
 * How a plan ended: with a receipt, because something stood in the way of carrying it out, or cut off and finished by somebody later, as
 * far as that could be.
 */
export type PlanEnd =
  | { readonly at: 'receipt'; readonly receipt: Receipt }
  | { readonly at: 'refusal'; readonly problem: ReceiptProblem }
  | { readonly at: 'finished'; readonly problem: ReceiptProblem | undefined };

/** What an event says beside the plan. */
export type EventFacts = {
  readonly registry: RegistryIdentity;
  /** ISO 8601 UTC. */
  readonly now: string;
};

/** Codes by which a gate keeps a version from being promoted. */
const gateCodes: ReadonlySet<ErrorCode> = new Set(['gate-not-passed', 'gate-stale', 'evidence-changed']);

/** Switched off on purpose: nothing was tried. */
const switchedOffCodes: ReadonlySet<ErrorCode> = new Set(['read-only', 'offline']);

/**
 * What others are told of a plan that ended: what happened, with the outcome that it had. Nothing where nothing changed, where a person
 * changed their mind or was asked to say more, and of acts that move and hold nothing. Pure.
 */
export function describeEvents(plan: ToldPlan, end: PlanEnd, facts: EventFacts): readonly RegistryEvent[] {
  const own = plan.drafts.filter(({ action }) => action !== 'adopt');
  const wanted = findEventKind(plan.act, own);
  const kind = judgeEnd(plan, end, wanted);
  if (kind === undefined) return [];
  const main = own.at(-1);
  const move = findMainMove(own);
  const problem = end.at === 'receipt' ? end.receipt.problem : end.problem;
  const { operationId, actor } = end.at === 'receipt' ? end.receipt : plan;
  const { name, kind: registryKind, place } = facts.registry;
  const isGate = main?.gate !== undefined && main.gate.verdict !== 'NONE';
  const isMoved = kind === 'promoted' || kind === 'rolled-back';
  const report = kind === 'gated' || isMoved ? findGateReport(plan) : undefined;
  return [
    {
      format: 1,
      eventId: `${operationId}.${kind}`,
      operationId,
      kind,
      act: plan.act,
      title: plan.title,
      at: facts.now,
      actor,
      registry: { name, kind: registryKind, place },
      model: plan.model,
      version: findVersion(plan, own),
      alias: move?.alias ?? report?.alias ?? null,
      from: move?.from ?? null,
      to: move?.to ?? null,
      reason: main?.reason ?? null,
      incident: findIncident(main?.reason ?? '') ?? null,
      gate: isGate || main?.gate.overridden ? main?.gate : undefined,
      outcome: findOutcome(end),
      problem,
      command: plan.command,
      links: [],
      metrics: { ...report?.metrics, ...(isMoved ? plan.measured : undefined) },
      files: report?.files ?? {},
    },
  ];
}

/** @param wanted what has happened when all of it is done; undefined: nothing that others are told of */
function judgeEnd(plan: ToldPlan, end: PlanEnd, wanted: EventKind | undefined): EventKind | undefined {
  if (end.at === 'finished') return end.problem === undefined || wanted === undefined ? wanted : 'failed';
  if (end.at === 'receipt' && end.receipt.outcome === 'unchanged') return undefined;
  if (end.at === 'receipt' && end.receipt.outcome === 'applied') return wanted;
  const code = end.at === 'receipt' ? end.receipt.problem?.code : end.problem.code;
  const isByGate = code !== undefined && gateCodes.has(code);
  if (isByGate && (wanted === 'promoted' || plan.act === 'register')) return 'refused';
  if (wanted === undefined || wanted === 'gated') return undefined;
  if (end.at === 'receipt' && end.receipt.outcome === 'partial') return 'failed';
  return code !== undefined && isTechnical(code) ? 'failed' : undefined;
}

/** Whether something broke, and nobody decided it: a conflict, a hold and a wrong word are told to who asked and to nobody else. */
function isTechnical(code: ErrorCode): boolean {
  if (switchedOffCodes.has(code)) return false;
  const { exit } = describeErrorCode(code);
  return (
    ['unavailable', 'integrity', 'partial'].includes(exit) ||
    ['internal-bug', 'request-refused'].includes(code)
  );
}

function findOutcome(end: PlanEnd): RegistryEvent['outcome'] {
  if (end.at === 'finished') return end.problem === undefined ? 'done' : 'partly';
  if (end.at === 'refusal' || end.receipt.outcome === 'refused') return 'not-done';
  if (end.receipt.outcome !== 'partial') return 'done';
  const entry = end.receipt.steps.findLast(({ step }) => step.kind === 'append-history');
  if (entry?.state === 'done') return 'partly';
  return entry?.state === 'unknown' ? 'unknown' : 'not-done';
}

/** The move that people ask about: what became live, else what is live no more. */
function findMainMove(drafts: readonly EntryDraft[]) {
  const moves = drafts.flatMap(draft => draft.moves);
  return moves.find(({ to }) => to !== null) ?? moves[0];
}

function findVersion(plan: ToldPlan, drafts: readonly EntryDraft[]): string | null {
  const move = findMainMove(drafts);
  if (move !== undefined) return move.to ?? move.from;
  const fact = drafts
    .flatMap(({ facts }) => facts)
    .find(({ kind }) => ['held', 'released', 'gated'].includes(kind));
  const named = fact !== undefined && 'version' in fact ? fact.version : undefined;
  return named ?? plan.registration?.version ?? null;
}
