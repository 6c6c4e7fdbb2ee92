import { PassingFailure } from './passing-failure.ts';

/** How long one attempt may take, in milliseconds. */
export type TimeLimits = {
  /** Answers without a body to speak of: list, find, remove. */
  readonly metadataMs: number;
  /** Bodies: how long nothing may move. A body may take this long and the time its size needs at `leastBytesPerSecond`. */
  readonly transferMs: number;
  readonly leastBytesPerSecond: number;
};

/** The limits of one attempt: of a silence, and of all of it. */
export type Deadline = { readonly quietMs: number; readonly totalMs: number };

/** What {@link withDeadline} hands to the work it watches. */
export type Watch = {
  /** Aborted when the deadline has passed or the caller gave up. The work must end soon after, whatever it is then busy with. */
  readonly giveUp: AbortSignal;
  /** Says that bytes moved: the silence begins anew, unless the total is used up. */
  readonly moved: () => void;
};

export const usualTimeLimits: TimeLimits = {
  metadataMs: 10_000,
  transferMs: 30_000,
  leastBytesPerSecond: 128 * 1024,
};

/** What a page of a list may weigh before it counts as slow. */
const pageBytes = 8 * 1024 * 1024;

/** The deadline of a call whose answer is small. Pure. */
export function metadataDeadline(limits: TimeLimits): Deadline {
  return { quietMs: limits.metadataMs, totalMs: limits.metadataMs };
}

/** The deadline of a page of a list: as soon as that of any small answer when nothing comes, longer while it does. Pure. */
export function pageDeadline(limits: TimeLimits): Deadline {
  return { quietMs: limits.metadataMs, totalMs: transferDeadline(limits, pageBytes).totalMs };
}

/** The deadline of a body of that size. Pure. */
export function transferDeadline(limits: TimeLimits, sizeBytes: number): Deadline {
  const ownMs = (sizeBytes / limits.leastBytesPerSecond) * 1000;
  return { quietMs: limits.transferMs, totalMs: limits.transferMs + ownMs };
}

/**
 * Does work that ends when the deadline passes. Rejects with the signal's reason when the caller gives up, and with a
 * PassingFailure `network-failed` when time is up.
 * @param doing what is being done, in words that follow "Cannot"
 */
export async function withDeadline<Result>(
  deadline: Deadline,
  doing: string,
  signal: AbortSignal | undefined,
  work: (watch: Watch) => Promise<Result>,
): Promise<Result> {
  signal?.throwIfAborted();
  const control = new AbortController();
  const mayMove = deadline.totalMs > deadline.quietMs;
  const endsAtMs = performance.now() + deadline.totalMs;
  const timer = setTimeout(() => control.abort(describeTimeout(deadline, doing)), deadline.quietMs);
  const abort = (): void => control.abort(signal?.reason);
  signal?.addEventListener('abort', abort, { once: true });
  const moved = (): void => {
    if (mayMove && performance.now() < endsAtMs) timer.refresh();
  };
  try {
    return await work({ giveUp: control.signal, moved });
  } catch (thrown) {
    throw control.signal.aborted ? control.signal.reason : thrown;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}

/** Waits for something that cannot be stopped, such as a login, no longer than until the signal is aborted. */
export async function untilAborted<Result>(promise: Promise<Result>, signal: AbortSignal): Promise<Result> {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function describeTimeout(deadline: Deadline, doing: string): PassingFailure {
  const seconds = Number((deadline.quietMs / 1000).toPrecision(3));
  return new PassingFailure('network-failed', `Cannot ${doing}: no answer within ${seconds} s.`);
}
