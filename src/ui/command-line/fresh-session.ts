import { type AppError, toAppError, UnavailableError } from '../../core/errors/app-error.ts';
import { describeApart, findApart } from '../../core/mirror/find-apart.ts';
import type { Session } from '../../core/session/session.ts';
import { withoutFullStop } from '../../core/text/full-stop.ts';
import { formatAgo } from '../format/gate.ts';
import type { Host, Outside } from './host.ts';
import { createCountLine } from './progress-line.ts';
import { tell, warn } from './speak.ts';

/** What is used of a host to read a bucket. */
type Reading = Pick<Host, 'stop' | 'canAsk' | 'writeError'>;

/** How long nothing may come from a bucket before its local copy is shown, in milliseconds. */
const patienceMs = 10_000;

/** A host whose sessions on a bucket show what is there now, or say that they do not. */
export function refreshSessions<Outer extends Outside>(host: Outer): Outer {
  return {
    ...host,
    openSession: async (options, purpose, missing) => {
      const session = await host.openSession(options, purpose, missing);
      return purpose === 'to-sync' ? session : await freshen(session, host);
    },
    openSessionOrSample: async options => await freshen(await host.openSessionOrSample(options), host),
  };
}

/**
 * The session, after its bucket was read. Where that cannot be it goes on with what was seen last, tells of its age, and writes nothing.
 * @throws UnavailableError as reading does, when nothing was seen before; the signal's reason
 */
async function freshen(session: Session, host: Reading): Promise<Session> {
  const { mirror } = session.registry;
  if (mirror === undefined) return session;
  const problem = await readBucket(session, host).then(() => undefined, keepUnavailable(host));
  const condition = mirror.reader.getCondition();
  for (const apart of findApart(condition)) warn(host, `${apart.model}: its ${describeApart(apart)}.`);
  if (problem === undefined) return session;
  const { seenAt, url } = condition;
  if (seenAt === undefined) throw refuseUnseen(problem, url);
  tell(host, [`${describeProblem(problem)}: what follows was seen ${formatAgo(seenAt, session.now())}.`]);
  if (session.writes.access === 'read-only') return session;
  const { code, hint } = problem;
  const because = withoutFullStop(problem.message);
  return { ...session, writes: { access: 'read-only', because, refusal: { code, hint } } };
}

/**
 * Reads the bucket of a session to its end, and tells of it where a person watches.
 * @throws UnavailableError as the mirror does, and network-failed when nothing comes for too long; the signal's reason
 */
export async function readBucket({ registry }: Session, host: Reading): Promise<void> {
  const { mirror } = registry;
  if (mirror === undefined) return;
  const { url } = mirror.reader.getCondition();
  const progress = createCountLine(host, `Reading ${url}:`, 'objects');
  const giveUp = new AbortController();
  const message = `${url} did not answer within ${patienceMs / 1000} seconds.`;
  const wait = (): NodeJS.Timeout =>
    setTimeout(() => giveUp.abort(new UnavailableError('network-failed', message)), patienceMs);
  let timer = wait();
  try {
    const { remade } = await mirror.reader.refresh({
      signal: AbortSignal.any([host.stop, giveUp.signal]),
      onProgress: done => {
        clearTimeout(timer);
        timer = wait();
        progress.show(done);
      },
    });
    progress.end();
    for (const name of remade)
      warn(host, `${name} of the local copy could not be used; it was made again from the bucket.`);
  } finally {
    clearTimeout(timer);
    progress.end();
  }
}

/** What stands in the way outside is answered; anything else is thrown again. */
function keepUnavailable(host: Reading): (thrown: unknown) => AppError {
  return thrown => {
    const error = toAppError(thrown);
    if (host.stop.aborted || !(error instanceof UnavailableError)) throw thrown;
    return error;
  };
}

/** What fails on this machine while the bucket is read. */
const problemsOfCopy: ReadonlySet<string> = new Set([
  'disk-full',
  'permission-denied',
  'file-system-read-only',
  'file-system-failed',
]);

function describeProblem({ code, message }: AppError): string {
  if (code === 'offline') return `Working offline (${withoutFullStop(message)})`;
  if (problemsOfCopy.has(code))
    return `The local copy cannot be brought up to date (${withoutFullStop(message)})`;
  const what = code === 'network-failed' ? 'cannot be reached' : 'cannot be read';
  return `The bucket ${what} (${withoutFullStop(message)})`;
}

function refuseUnseen(problem: AppError, url: string): UnavailableError {
  const { code, message, hint, data } = problem;
  return new UnavailableError(code, `${message} Nothing of ${url} was seen here before.`, { hint, data });
}
