import { toAppError } from '../errors/app-error.ts';
import type { Examinable } from '../ports/examinable.ts';
import type { Connection, ExaminedConnection } from './connection.ts';
import { orderConnections } from './judge-connections.ts';

/** How looking at services is bounded. */
export type ExamineLimits = {
  /** Ends all of it. */
  readonly stop: AbortSignal;
  /** How long one service may take, in milliseconds. */
  readonly limitMs: number;
  /** Begins that time: the signal is aborted when it is over. */
  readonly startLimit: (limitMs: number) => AbortSignal;
};

/** Looks at all services at once and answers when each has answered or its time is over, in the order they are told of. */
export async function examineAll(
  services: readonly Examinable[],
  limits: ExamineLimits,
): Promise<readonly ExaminedConnection[]> {
  const examined = services.map(async service => ({
    ...(await examineOne(service, limits)),
    use: service.use,
  }));
  return orderConnections(await Promise.all(examined));
}

async function examineOne(service: Examinable, limits: ExamineLimits): Promise<Connection> {
  const limit = limits.startLimit(limits.limitMs);
  const signal = AbortSignal.any([limits.stop, limit]);
  const { promise: ended, resolve: end } = Promise.withResolvers<Connection>();
  const tellEnd = (): void =>
    end(limits.stop.aborted ? describeStopped(service) : describeLate(service, limits));
  // Whoever is looked at may not heed the signal, and has words of its own for it.
  signal.addEventListener('abort', tellEnd, { once: true });
  if (signal.aborted) tellEnd();
  try {
    return await Promise.race([ended, signal.aborted ? ended : examineSafely(service, signal)]);
  } finally {
    signal.removeEventListener('abort', tellEnd);
  }
}

/** What goes wrong with one service says nothing of the others. */
async function examineSafely(service: Examinable, signal: AbortSignal): Promise<Connection> {
  try {
    return await service.examine(signal);
  } catch (thrown) {
    const { message, hint } = toAppError(thrown);
    return describeUnusable(service, { what: message, fix: hint });
  }
}

function describeLate(service: Examinable, { limitMs }: ExamineLimits): Connection {
  const what = `It gave no answer within ${limitMs / 1000} s.`;
  return describeUnusable(service, { what, fix: 'Check its address and the way there, then ask again.' });
}

function describeStopped(service: Examinable): Connection {
  const stopped = { what: 'It was not waited for.', fix: 'Ask again.' };
  return { ...describeUnusable(service, stopped), state: 'not-asked' };
}

/** A service that cannot be used. Pure. */
function describeUnusable({ name, place }: Examinable, problem: Connection['missing'][number]): Connection {
  return { name, place, state: 'not-usable', identity: null, may: [], missing: [problem] };
}
