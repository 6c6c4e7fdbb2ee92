import { type AppError, UnavailableError } from '../../../core/errors/app-error.ts';
import { attemptCall, type Connection } from './attempt-call.ts';
import type { Ask, Call } from './call.ts';
import type { CallFailure } from './call-failure.ts';

/** What making a call again takes from outside. */
export type RetryOptions = {
  /** No attempt at a read begins later than this after the call, in milliseconds. */
  readonly budgetMs: number;
  /** Attempts at a read, the first included. */
  readonly attempts: number;
  /** Milliseconds. */
  readonly now: () => number;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  /** Waits; rejects with the signal's reason as soon as it is aborted. */
  readonly sleep: (waitMs: number, signal: AbortSignal | undefined) => Promise<void>;
};

const firstWaitMs = 250;
const longestWaitMs = 4000;

/**
 * Calls of one server. A read is made again as long as it fails for a reason that may pass and budget and attempts last: waits are
 * random up to 250 ms, doubled each time up to 4 s, and never shorter than the server asked for. A write is sent once.
 */
export function createAsk(connection: Connection, retry: RetryOptions): Ask {
  return call => (call.kind === 'read' ? readWithRetry(connection, retry, call) : write(connection, call));
}

async function write<Answer>(connection: Connection, call: Call<Answer>): Promise<Answer> {
  const attempt = await attemptCall(connection, call);
  if (attempt.ok) return attempt.answer;
  const { error, mayBeDone } = attempt.failure;
  throw mayBeDone ? describeLostAnswer(error) : error;
}

async function readWithRetry<Answer>(
  connection: Connection,
  retry: RetryOptions,
  call: Call<Answer>,
): Promise<Answer> {
  const endsAt = retry.now() + retry.budgetMs;
  for (let attempts = 1; ; attempts += 1) {
    const attempt = await attemptCall(connection, call);
    if (attempt.ok) return attempt.answer;
    const { failure } = attempt;
    const waitMs = chooseWait(attempts, failure.waitMs, retry.random());
    const isOver = !failure.passes || attempts >= retry.attempts || retry.now() + waitMs > endsAt;
    if (isOver) throw describeGivingUp(failure, attempts);
    await retry.sleep(waitMs, call.signal);
  }
}

/** Full jitter: anything up to a limit that doubles. @see https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter */
function chooseWait(attempts: number, leastMs: number, random: number): number {
  const limitMs = Math.min(longestWaitMs, firstWaitMs * 2 ** (attempts - 1));
  return Math.max(leastMs, random * limitMs);
}

function describeGivingUp({ error, passes, waitMs }: CallFailure, attempts: number): AppError {
  if (!(passes && error instanceof UnavailableError)) return error;
  const asked = waitMs > 0 ? ` It asks to be left alone for ${Math.ceil(waitMs / 1000)} s.` : '';
  const tried = attempts > 1 ? ` Tried ${attempts} times.` : '';
  return new UnavailableError(error.code, `${error.message}${asked}${tried}`, {
    hint: error.hint,
    data: { ...error.data, attempts },
  });
}

/** The failure of a write that may have been carried out. */
function describeLostAnswer(error: AppError): UnavailableError {
  const message = `${error.message} It was on its way: whether it was carried out is not known.`;
  return new UnavailableError('answer-lost', message, { data: { ...error.data, after: error.code } });
}
