import { sendOutbox } from '../../core/apply/send-outbox.ts';
import type { Session } from '../../core/session/session.ts';

/** Tells others of what this console has done, while it goes on. */
export type BackgroundSending = {
  /** Begins to send what is in the outbox, unless that is being done already. */
  readonly send: (session: Pick<Session, 'telling' | 'now'>) => void;
  /** Breaks off what is on its way: it is told later. */
  readonly close: () => void;
};

/** Nothing is sent yet. What fails stays in the outbox, which shows it. */
export function createBackgroundSending(): BackgroundSending {
  const closed = new AbortController();
  let running: Promise<unknown> = Promise.resolve();
  return {
    send: ({ telling, now }) => {
      if (telling === undefined || telling.keptBecause !== undefined) return;
      const work = () => sendOutbox(telling, { choice: 'due', now, signal: closed.signal });
      running = running.then(work, work);
    },
    close: () => closed.abort(),
  };
}
