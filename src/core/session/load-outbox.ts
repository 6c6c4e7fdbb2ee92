import type { Finding } from '../diagnosis/finding.ts';
import { toAppError } from '../errors/app-error.ts';
import { describeEventTitle } from '../events/event-words.ts';
import type { OutboxContent, OutboxItem } from '../ports/outbox.ts';
import { withoutFullStop } from '../text/full-stop.ts';
import type { Session } from './session.ts';

/** What others are still to be told of a registry. */
export type LoadedOutbox = OutboxContent & {
  /** `off`: nobody is configured to be told. */
  readonly state: 'on' | 'off';
  /** Why nothing is sent for now; undefined: it is. */
  readonly keptBecause: string | undefined;
};

/** The outbox of a session. @throws UnavailableError */
export async function loadOutbox({ telling }: Pick<Session, 'telling'>): Promise<LoadedOutbox> {
  if (telling === undefined)
    return { state: 'off', items: [], unreadable: [], room: 'some', keptBecause: undefined };
  const { keptBecause } = telling;
  return { state: 'on', ...(await telling.outbox.list()), keptBecause };
}

/** What doctor says of the outbox: a note for each channel that waits, and for each item that was given up. Never throws for a foreseen failure. */
export async function examineOutbox(session: Pick<Session, 'telling'>): Promise<readonly Finding[]> {
  try {
    const { items, unreadable, room } = await loadOutbox(session);
    const waiting = Map.groupBy(
      items.filter(({ state }) => state === 'waiting'),
      ({ channel }) => channel,
    );
    return [
      ...(room === 'none' ? [fullFinding] : []),
      ...[...waiting].map(([channel, own]) => noteWaiting(channel, own)),
      ...items.filter(({ state }) => state === 'given-up').map(noteGivenUp),
      ...unreadable.map(noteUnreadable),
      ...(session.telling?.unready ?? []).map(({ name, because }) => ({
        ...{ subject: `channel ${name}`, state: 'note' as const, hint: '' },
        message: `cannot be told of anything: ${because}`,
      })),
    ];
  } catch (thrown) {
    const { message, hint } = toAppError(thrown);
    return [{ subject: 'outbox', state: 'damaged', message: withoutFullStop(message), hint }];
  }
}

const fullFinding: Finding = {
  subject: 'outbox',
  state: 'needs-decision',
  message: 'is full: what happens now is told to nobody later either',
  hint: 'Make room: send what waits with lastgood outbox send, or forget some of it with lastgood outbox drop ID.',
};

function noteWaiting(channel: string, items: readonly OutboxItem[]): Finding {
  const problem = items.findLast(item => item.problem !== null)?.problem;
  const count = items.length === 1 ? '1 event waits' : `${items.length} events wait`;
  return {
    subject: `outbox, ${channel}`,
    state: 'note',
    message: problem ? `${count} to be told: ${problem.message}` : `${count} to be told`,
    hint: 'Send them now: lastgood outbox send.',
  };
}

function noteGivenUp({ id, channel, event, problem }: OutboxItem): Finding {
  return {
    subject: `outbox, ${channel}`,
    state: 'note',
    message: `never told: ${describeEventTitle(event)}${problem === null ? '' : `. ${problem.message}`}`,
    hint: `Try once more with lastgood outbox send ${id}, or forget it with lastgood outbox drop ${id}.`,
  };
}

function noteUnreadable(name: string): Finding {
  return {
    subject: `outbox, ${name}`,
    state: 'note',
    message: 'cannot be read, so nobody is told what it holds',
    hint: `Forget it with lastgood outbox drop ${name.replace('.json', '')}.`,
  };
}
