import { toAppError } from '../errors/app-error.ts';
import type { Telling } from '../events/telling.ts';
import { examineOutbox } from '../session/load-outbox.ts';
import type { Connection } from './connection.ts';

/** How the outbox of this machine stands: what waits in it, was given up, or cannot be read. Changes nothing; never throws for a foreseen failure. */
export async function examineOutboxFolder(
  telling: Pick<Telling, 'outbox' | 'channels' | 'keptBecause'>,
  place: string,
): Promise<Connection> {
  const base = { name: 'outbox', place, identity: null };
  try {
    const { items } = await telling.outbox.list();
    const waiting = items.filter(({ state }) => state === 'waiting').length;
    const findings = await examineOutbox({ telling: { ...telling, unready: [] } });
    const missing = findings.map(({ subject, message, hint }) => ({
      what: `${subject}: ${message}`,
      fix: hint,
    }));
    const may = [waiting === 0 ? 'nothing waits to be told' : `${waiting} to be told`];
    return { ...base, state: missing.length === 0 ? 'ready' : 'limited', may, missing };
  } catch (thrown) {
    const { message, hint } = toAppError(thrown);
    return { ...base, state: 'not-usable', may: [], missing: [{ what: message, fix: hint }] };
  }
}
