import type { AppError } from '../errors/app-error.ts';
import { bestEffortWords, isBestEffort } from '../plan/best-effort.ts';
import type { ConfirmedPlan } from '../plan/plan.ts';
import type { Receipt, StepReceipt } from '../plan/receipt.ts';
import type { Step } from '../plan/step.ts';
import type { AddedVersion, ProjectionOutcome } from '../ports/registry.ts';
import type { Appended } from './append-drafts.ts';
import type { ApplyEnvironment } from './apply-environment.ts';

/** What an application has done so far; the receipt is made from it however it ends. */
export type Progress = {
  readonly done: Map<Step, StepReceipt>;
  added: AddedVersion | undefined;
  /** An earlier operation that had begun the same and is finished now. */
  resumed: { readonly operationId: string; readonly actor: string } | undefined;
  generation: number;
  /** What whoever asked for it has to hear. */
  notices: readonly string[];
  /** Whether the act's own entry stands in the history: from then on it has happened. */
  committed: boolean;
  /** Whether others are told how it ended. */
  told: boolean;
  /** Other models in whose history something was recorded by the way. */
  others: readonly string[];
};

/** Nothing done yet. */
export function startProgress(plan: ConfirmedPlan): Progress {
  return {
    done: new Map(),
    added: undefined,
    resumed: undefined,
    generation: plan.generation,
    notices: [],
    committed: false,
    told: false,
    others: [],
  };
}

/** Notes that the first open step of a kind is done, and tells. */
export function markDone(
  plan: ConfirmedPlan,
  environment: ApplyEnvironment,
  progress: Progress,
  kind: Step['kind'],
  /** What was touched, where that is known only now. */
  target?: string,
): void {
  const step = plan.steps.find(candidate => candidate.kind === kind && !progress.done.has(candidate));
  if (step === undefined) return;
  record(environment, progress, { step, state: 'done', target: target ?? step.target, problem: undefined });
}

/** Notes an entry that was appended. */
export function noteAppended(progress: Progress, { generation, notices }: Appended): void {
  progress.generation = generation;
  progress.notices = [...progress.notices, ...notices];
}

/** Notes that the next entry was not written, and why, though the act goes on without it; and tells. */
export function markLeft(
  plan: ConfirmedPlan,
  environment: ApplyEnvironment,
  progress: Progress,
  problem: string,
): void {
  const step = plan.steps.find(each => each.kind === 'append-history' && !progress.done.has(each));
  if (step !== undefined)
    record(environment, progress, { step, state: 'failed', target: step.target, problem });
}

/** How many steps of a kind are done. Pure. */
export function countDone(progress: Progress, kind: Step['kind']): number {
  return [...progress.done.keys()].filter(step => step.kind === kind).length;
}

/** Notes how the step of a projection ended, and tells. A projection the plan did not foresee has no step. */
export function markProjection(
  plan: ConfirmedPlan,
  environment: ApplyEnvironment,
  progress: Progress,
  outcome: ProjectionOutcome,
): void {
  const step = plan.steps.find(candidate => isProjection(candidate) && candidate.target === outcome.target);
  if (step === undefined) return;
  const state = outcome.outcome === 'written' || outcome.outcome === 'already' ? 'done' : 'failed';
  const target = step.kind === 'write-log' ? (outcome.after ?? step.target) : step.target;
  record(environment, progress, { step, state, target, problem: outcome.problem });
}

const projectionKinds: ReadonlySet<Step['kind']> = new Set([
  'set-pointer',
  'write-file',
  'write-gate',
  'write-log',
]);

/** Whether a step brings something outside in line with the history. */
export function isProjection(step: Step): boolean {
  return projectionKinds.has(step.kind);
}

function record(environment: ApplyEnvironment, progress: Progress, receipt: StepReceipt): void {
  progress.done.set(receipt.step, receipt);
  environment.onStep?.(receipt);
}

/** The receipt of an operation that ended with this much done. Pure. */
export function makeReceipt(
  plan: ConfirmedPlan,
  progress: Progress,
  outcome: Receipt['outcome'],
  problem: AppError | undefined,
): Receipt {
  const onRecord = progress.resumed ?? plan.settledBy ?? plan;
  return {
    outcome,
    act: plan.act,
    title: plan.title,
    model: plan.model,
    operationId: onRecord.operationId,
    actor: onRecord.actor,
    generation: progress.generation,
    version: progress.added?.version,
    steps: plan.steps.map(
      step =>
        progress.done.get(step) ?? {
          step,
          // Of what was asked for and never answered nobody knows what became.
          state: problem?.code === 'answer-lost' ? 'unknown' : 'not-started',
          target: step.target,
          problem: undefined,
        },
    ),
    problem: problem && {
      code: problem.code,
      message: problem.message,
      hint: outcome === 'partial' && plan.registration ? hintToResume(problem) : problem.hint,
    },
    command: plan.command,
    notices: listNotices(plan, progress, outcome),
    earlier: findEarlier(plan),
  };
}

function listNotices(
  plan: ConfirmedPlan,
  { notices }: Progress,
  outcome: Receipt['outcome'],
): readonly string[] | undefined {
  const hasHappened = outcome === 'applied' || outcome === 'partial';
  const all = [...notices, ...(hasHappened && isBestEffort(plan) ? [bestEffortWords] : [])];
  return all.length === 0 ? undefined : all;
}

/** What was begun of a version is finished by asking for the same again. */
function hintToResume({ code, hint }: AppError): string {
  const own = code === 'partly-done' ? '' : `${hint} `;
  return `${own}Do the same again, or run lastgood doctor: both finish what was begun.`;
}

/** Whose work it was where everything was as asked before. Taking back is offered only to who did the same. */
function findEarlier({ settledBy, act, actor }: ConfirmedPlan): Receipt['earlier'] {
  if (settledBy === undefined) return undefined;
  return settledBy.action === act && settledBy.actor === actor ? 'own' : 'another';
}
