import { type AppError, toAppError, UnavailableError } from '../../core/errors/app-error.ts';
import { describeApart, findApart } from '../../core/mirror/find-apart.ts';
import type { Registry } from '../../core/ports/registry.ts';
import type { RefreshOptions } from '../../core/ports/source.ts';
import type { Session } from '../../core/session/session.ts';
import { countedWords, findMirror, findSource, type SourceFacts } from '../../core/session/source-facts.ts';
import { withoutFullStop } from '../../core/text/full-stop.ts';
import { formatAgo } from '../format/gate.ts';
import type { Host, Outside, SessionPurpose } from './host.ts';
import { createCountLine } from './progress-line.ts';
import { tell, warn } from './speak.ts';

/** What is used of a host to read a bucket or server. */
type Reading = Pick<Host, 'stop' | 'canAsk' | 'writeError'>;

/** How long nothing may come from outside before what was last read is shown, in milliseconds. */
const patienceMs: Readonly<Record<SourceFacts['at'], number>> = {
  bucket: 10_000,
  server: 10_000,
  // Git tells nothing while it fetches.
  remote: 60_000,
};

/** The same of a server of which nothing was read before: a large or busy one takes its time for a page of ten thousand versions. */
const firstPatienceMs = 60_000;

/** What a session is read for. */
type Wanted = {
  /** The only model that a command looks at; undefined: all. */
  readonly model?: string | undefined;
  readonly purpose: SessionPurpose;
  readonly isDryRun?: boolean | undefined;
};

/** A host whose sessions on what is outside show what is there now, or say that they do not. */
export function refreshSessions<Outer extends Outside>(host: Outer): Outer {
  return {
    ...host,
    openSession: async (options, purpose, missing) => {
      const session = await host.openSession(options, purpose, missing);
      const { model, isDryRun } = options;
      return purpose === 'to-sync' ? session : await freshen(session, host, { model, purpose, isDryRun });
    },
    openSessionOrSample: async options =>
      await freshen(await host.openSessionOrSample(options), host, { purpose: 'to-look' }),
  };
}

/**
 * The session, after what is outside behind its registry was read. Where that cannot be it goes on with what was seen last, tells of its
 * age, and writes nothing. The remote of a working tree is only asked before something is planned: the tree is all that is looked at.
 * @throws UnavailableError as reading does, when nothing was seen before; the signal's reason
 */
async function freshen(session: Session, host: Reading, wanted: Wanted): Promise<Session> {
  const found = findSource(session.registry);
  if (found === undefined || (found.at === 'remote' && wanted.purpose === 'to-look')) return session;
  const follow = !wanted.isDryRun && session.writes.access === 'write';
  const problem = await readSource(session, host, { model: wanted.model, follow }).then(
    () => undefined,
    keepUnavailable(host),
  );
  const source = findSource(session.registry) ?? found;
  const apart = findApart(findMirror(source) ?? { differences: [] });
  for (const each of apart) warn(host, `${each.model}: its ${describeApart(each)}.`);
  if (problem === undefined) return session;
  const { seenAt, url } = source.condition;
  if (seenAt === undefined && source.at !== 'remote') throw refuseUnseen(problem, url);
  const seen =
    seenAt === undefined ? 'is what this working tree has' : `was seen ${formatAgo(seenAt, session.now())}`;
  tell(host, [`${describeProblem(problem, source.at)}: what follows ${seen}.`]);
  if (session.writes.access === 'read-only') return session;
  const { code, hint } = problem;
  const because = withoutFullStop(problem.message);
  return { ...session, writes: { access: 'read-only', because, refusal: { code, hint } } };
}

/**
 * Reads bucket or server of a session to its end, and tells of it where a person watches. Nothing is done where there is neither.
 * @param wanted `model`: the only one that is asked for, where a server can be asked for one
 * @throws UnavailableError as the source does, and network-failed when nothing comes for too long; the signal's reason
 */
export async function readSource(
  { registry }: Session,
  host: Reading,
  wanted: Pick<RefreshOptions, 'model' | 'follow'> = {},
): Promise<void> {
  const facts = findSource(registry);
  if (facts === undefined) return;
  const { url, warning } = facts.condition;
  if (warning !== undefined) warn(host, warning);
  const progress = createCountLine(host, `Reading ${url}:`, `${countedWords[facts.at]}s`);
  const giveUp = new AbortController();
  const limitMs = patienceMs[facts.at];
  /** @param quietMs how long it has been quiet when the timer ends */
  const wait = (quietMs = limitMs): NodeJS.Timeout =>
    setTimeout(() => {
      const isUnseen = facts.at === 'server' && findSource(registry)?.condition.seenAt === undefined;
      if (isUnseen && quietMs < firstPatienceMs) timer = wait(quietMs + limitMs);
      else {
        const message = `${url} did not answer within ${quietMs / 1000} seconds.`;
        giveUp.abort(new UnavailableError('network-failed', message));
      }
    }, limitMs);
  let timer = wait();
  try {
    const remade = await refresh(registry, {
      ...wanted,
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

/** Files of a copy that were made again; none where there is no copy. */
async function refresh({ source, mirror }: Registry, options: RefreshOptions): Promise<readonly string[]> {
  if (mirror !== undefined) return (await mirror.reader.refresh(options)).remade;
  await source?.refresh(options);
  return [];
}

/** What stands in the way outside is answered; anything else is thrown again. */
function keepUnavailable(host: Reading): (thrown: unknown) => AppError {
  return thrown => {
    const error = toAppError(thrown);
    if (host.stop.aborted || !(error instanceof UnavailableError)) throw thrown;
    return error;
  };
}

/** What fails on this machine while it is read. */
const problemsOfCopy: ReadonlySet<string> = new Set([
  'disk-full',
  'permission-denied',
  'file-system-read-only',
  'file-system-failed',
]);

function describeProblem({ code, message }: AppError, at: SourceFacts['at']): string {
  if (code === 'offline') return `Working offline (${withoutFullStop(message)})`;
  if (problemsOfCopy.has(code))
    return `The local copy cannot be brought up to date (${withoutFullStop(message)})`;
  const what = code === 'network-failed' ? 'cannot be reached' : 'cannot be read';
  return `The ${at} ${what} (${withoutFullStop(message)})`;
}

function refuseUnseen(problem: AppError, url: string): UnavailableError {
  const { code, message, hint, data } = problem;
  return new UnavailableError(code, `${message} Nothing of ${url} was seen here before.`, { hint, data });
}
