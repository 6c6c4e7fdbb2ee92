import type { ApplyEnvironment } from '../../core/apply/apply-environment.ts';
import { applyPlan, requireWriteAccess } from '../../core/apply/apply-plan.ts';
import { ConflictError, toAppError } from '../../core/errors/app-error.ts';
import { extendCommand } from '../../core/plan/extend-command.ts';
import { type ConfirmedPlan, confirmPlan, type Plan } from '../../core/plan/plan.ts';
import type { Receipt } from '../../core/plan/receipt.ts';
import type { Session } from '../../core/session/session.ts';
import { type Consent, requireConsent } from './consent.ts';
import { describePlanDocument } from './documents/plan-document.ts';
import { describeReceiptDocument } from './documents/receipt-document.ts';
import type { Host } from './host.ts';
import { type Named, nameRegistry } from './name-registry.ts';
import { printPlan } from './print-plan.ts';
import { printReceipt } from './print-receipt.ts';
import { createProgressLine } from './progress-line.ts';
import { tell } from './speak.ts';
import { tellNotCarriedOut, tellOthersAtTheEnd } from './tell-others.ts';
import type { OptionRows } from './verb.ts';
import { exitCodeOf, exitCodeOfError, type VerbResult } from './verb-result.ts';

/** Options of every verb that writes. */
export const writeOptionRows = {
  'dry-run': { help: 'print the plan and change nothing' },
  yes: { help: 'carry it out without asking; needed where there is no terminal' },
  confirm: { takes: 'TEXT', help: 'the text that confirms moving a protected alias, as the plan shows it' },
} as const satisfies OptionRows;

/** How a write was asked for. */
type WriteOptions = Consent & { readonly 'dry-run': boolean };

/** A use of a verb that writes. */
export type WriteCall = { readonly host: Host; readonly global: Named; readonly options: WriteOptions };

/** How often a plan is made again because somebody else was first. */
const maxReplans = 5;

/**
 * The one way a verb writes: shows the plan, obtains the confirmation it asks for, carries it out, gives the receipt.
 * With --dry-run it gives the plan. @throws AppError as {@link confirm}
 * @param planAgain where it is given and a person confirms at the terminal, a plan that somebody else was quicker than is made and
 *   confirmed again; everybody else is told of the conflict
 */
export async function carryOut(
  call: WriteCall,
  session: Session,
  planned: Plan,
  planAgain?: () => Promise<Plan>,
): Promise<VerbResult> {
  const { host, global, options } = call;
  const isPerson = host.canAsk && !options.yes && options.confirm === undefined;
  let plan = extendCommand(planned, nameRegistry(global));
  if (options['dry-run']) return describeDryRun(plan);
  for (let attempt = 1; ; attempt += 1) {
    const receipt = await apply(host, session, await confirm(call, session, plan));
    const isMoved = receipt.outcome === 'refused' && receipt.problem?.code === 'moved-meanwhile';
    if (!isMoved || !isPerson || planAgain === undefined || attempt > maxReplans)
      return describeReceipt(receipt, global);
    tell(host, [receipt.problem?.message ?? '', 'Nothing was written. This is the plan as it is now:', '']);
    plan = extendCommand(await planAgain(), nameRegistry(global));
  }
}

/** The plan as a result: exit code 0, or the first blocker's. Pure. */
export function describeDryRun(plan: Plan): VerbResult {
  const [blocker] = plan.blockers;
  return {
    exitCode: blocker === undefined ? exitCodeOf('done') : exitCodeOfError(blocker.code),
    document: () => describePlanDocument(plan),
    lines: () => printPlan(plan),
  };
}

/**
 * The plan, confirmed. Nothing is asked about a plan that changes nothing. Others are told where the gate refuses it, or something is broken.
 * @throws ConflictError with the first blocker's code; UnavailableError read-only; InvalidInputError confirmation-required;
 *   ConflictError cancelled
 */
export async function confirm(call: WriteCall, session: Session, plan: Plan): Promise<ConfirmedPlan> {
  try {
    return await obtainConfirmation(call, session, plan);
  } catch (thrown) {
    await tellNotCarriedOut(call.host, session, plan, toAppError(thrown));
    throw thrown;
  }
}

async function obtainConfirmation(call: WriteCall, session: Session, plan: Plan): Promise<ConfirmedPlan> {
  const { host, options } = call;
  const confirmed = confirmPlan(plan);
  if (confirmed === undefined) throw describeBlocked(host, plan);
  if (!plan.changes) return confirmed;
  requireWriteAccess(session);
  tell(host, printPlan(plan));
  await requireConsent(host, options, plan.confirmation);
  return confirmed;
}

/**
 * Carries a confirmed plan out, telling of long steps on stderr. What was cut off earlier is finished behind the receipt, and before the next
 * act. Never throws for a foreseen failure.
 */
export async function apply(host: Host, session: Session, plan: ConfirmedPlan): Promise<Receipt> {
  await host.behind.ended();
  const progress = createProgressLine(host, 'Reading the weights:');
  const done = Promise.withResolvers<Receipt>();
  const work = applyPlan(plan, {
    ...describeEnvironment(session, host),
    onProgress: progress.show,
    onReceipt: done.resolve,
    onFinishing: ({ title, actor }) =>
      tell(host, [
        `Finishing what was cut off earlier: ${title}, by ${actor}. Ctrl-C leaves it to the next write.`,
      ]),
  });
  host.behind.begin(work);
  const tellStopping = (): void =>
    tell(host, [
      'Stopping after the running step. Ctrl-C again leaves at once; doctor finishes what was begun.',
    ]);
  host.stop.addEventListener('abort', tellStopping, { once: true });
  tellOthersAtTheEnd(host, session);
  try {
    return await Promise.race([done.promise, work]);
  } finally {
    host.stop.removeEventListener('abort', tellStopping);
    progress.end();
  }
}

/** What applying needs, from a session; stops between two steps when the host does. */
export function describeEnvironment(session: Session, host: Pick<Host, 'stop'>): ApplyEnvironment {
  const { registry, writes, now, sha256, tool, telling } = session;
  return { registry, writes, now, sha256, tool, telling, stop: host.stop };
}

/** A receipt as a result, with the exit code of what went wrong. Pure. */
export function describeReceipt(receipt: Receipt, named: Named): VerbResult {
  return {
    exitCode: exitCodeOfReceipt(receipt),
    document: () => describeReceiptDocument(receipt, named),
    lines: () => printReceipt(receipt, named),
  };
}

/** Partly done is 7 whatever stopped it; else the problem's code decides. Pure. */
export function exitCodeOfReceipt(receipt: Receipt): number {
  if (receipt.outcome === 'partial') return exitCodeOf('partial');
  return receipt.problem === undefined ? exitCodeOf('done') : exitCodeOfError(receipt.problem.code);
}

function describeBlocked(host: Host, plan: Plan): ConflictError {
  const [first, ...others] = plan.blockers;
  tell(host, [`Not possible: ${plan.title}`, ...others.map(blocker => `  also: ${blocker.message}`)]);
  return new ConflictError(first?.code ?? 'plan-blocked', first?.message ?? 'Something blocks the plan.', {
    hint: first?.hint ?? '',
    data: { blockers: plan.blockers.map(blocker => blocker.code), title: plan.title },
  });
}
