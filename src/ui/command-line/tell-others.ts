import { type SendChoice, type SendReport, sendOutbox } from '../../core/apply/send-outbox.ts';
import { tellRefusal } from '../../core/apply/tell-events.ts';
import type { Telling } from '../../core/events/telling.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { ReceiptProblem } from '../../core/plan/receipt.ts';
import type { OutboxItem } from '../../core/ports/outbox.ts';
import type { Session } from '../../core/session/session.ts';
import { withoutFullStop } from '../../core/text/full-stop.ts';
import type { Host } from './host.ts';
import { tell, warn } from './speak.ts';

/** How long a verb that is done waits for those who are told, in milliseconds. What is not told by then is told later. */
const patienceMs = 4000;

/** Sends what is in the outbox when the result of the verb is printed. Nothing where nobody is told. */
export function tellOthersAtTheEnd(host: Host, { telling, now }: Session): void {
  if (telling === undefined || telling.keptBecause !== undefined) return;
  host.behind.leaveToTheEnd(telling, async () => {
    const signal = AbortSignal.any([host.stop, AbortSignal.timeout(patienceMs)]);
    const report = await sendOutbox(telling, { choice: 'due', now, signal });
    tell(host, describeNotTold(report));
  });
}

/** Sends what is chosen, however long it takes; ctrl-c stops it. */
export async function sendNow(
  host: Host,
  telling: Telling,
  { choice, now }: { readonly choice: SendChoice; readonly now: () => string },
): Promise<SendReport> {
  return await sendOutbox(telling, { choice, now, signal: host.stop });
}

/** Tells others that a plan is not carried out, where that is news to them. The failure itself is the caller's to tell. */
export async function tellNotCarriedOut(
  host: Host,
  session: Session,
  plan: Plan,
  { code, message, hint }: ReceiptProblem,
): Promise<void> {
  for (const notice of await tellRefusal(plan, { code, message, hint }, session)) warn(host, notice);
  tellOthersAtTheEnd(host, session);
}

function describeNotTold({ tried, problems }: SendReport): readonly string[] {
  const failed = tried.filter(({ state }) => state !== 'delivered');
  return [...failed.map(describeFailed), ...problems.map(problem => `Not everybody is told: ${problem}`)];
}

function describeFailed({ channel, state, problem, id }: OutboxItem): string {
  const why = withoutFullStop(problem?.message ?? 'it failed');
  return state === 'given-up'
    ? `Not told to ${channel}: ${why}. It is not tried again by itself: lastgood outbox send ${id}.`
    : `Not told to ${channel} yet: ${why}. It is kept and tried again; see lastgood outbox.`;
}
