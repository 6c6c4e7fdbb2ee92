/** What a mover told about one attempt. One that was invoked and never heard of again may or may not have happened. */
export type MoveEvent =
  | {
      readonly event: 'invoke';
      readonly process: string;
      readonly operation: string;
      readonly from: string | null;
      readonly to: string | null;
    }
  | {
      readonly event: 'ok';
      readonly process: string;
      readonly operation: string;
      readonly generation: number;
    }
  | { readonly event: 'fail' | 'unchanged'; readonly process: string; readonly operation: string };

/** One move as a register sees it: a compare-and-swap from one value to another between two points in time. */
type Attempt = {
  readonly operation: string;
  readonly from: string | null;
  readonly to: string | null;
  /** Places in the order of all events. `end` is infinite for an attempt nobody heard of again. */
  readonly start: number;
  end: number;
  outcome: 'ok' | 'fail' | 'unknown';
  generation: number | undefined;
};

/** The moves that a log shows to have happened, in its order. */
export type LoggedMove = {
  readonly operation: string;
  readonly generation: number;
  readonly from: string | null;
  readonly to: string | null;
};

/**
 * Whether what the movers were told can have happened in the order of the log, as on one register that takes one move at a
 * time: every acknowledged move once and where it was said to be, no refused one, each from where the one before left it, none
 * before one that had ended when it began. Returns what is wrong in words; empty when nothing is. Pure.
 * @see Herlihy and Wing, "Linearizability", 1990. Events are in the order of one clock; an invocation is
 *   told before its act begins and an end after it.
 */
export function checkMoves(events: readonly MoveEvent[], log: readonly LoggedMove[]): readonly string[] {
  const attempts = collectAttempts(events);
  const problems: string[] = [];
  const logged = Map.groupBy(log, move => move.operation);
  for (const attempt of attempts.values()) {
    const times = logged.get(attempt.operation)?.length ?? 0;
    if (attempt.outcome === 'ok' && times !== 1)
      problems.push(`${attempt.operation} was acknowledged and is logged ${times} times`);
    if (attempt.outcome === 'fail' && times > 0)
      problems.push(`${attempt.operation} was refused and is logged`);
    if (attempt.outcome === 'unknown' && times > 1)
      problems.push(`${attempt.operation} is logged ${times} times`);
  }
  let latestStart = Number.NEGATIVE_INFINITY;
  let value = log[0]?.from ?? null;
  for (const move of log) {
    if (move.from !== value)
      problems.push(`${move.operation} left ${move.from}, but ${value} was live: an update was lost`);
    value = move.to;
    const attempt = attempts.get(move.operation);
    if (attempt === undefined) {
      problems.push(`${move.operation} is logged and was never asked for`);
      continue;
    }
    if (attempt.from !== move.from || attempt.to !== move.to)
      problems.push(`${move.operation} is logged otherwise than asked for`);
    if (attempt.generation !== undefined && attempt.generation !== move.generation) {
      problems.push(`${move.operation} was told generation ${attempt.generation} and has ${move.generation}`);
    }
    if (attempt.end < latestStart)
      problems.push(`${move.operation} had ended before one that stands before it began`);
    latestStart = Math.max(latestStart, attempt.start);
  }
  return problems;
}

function collectAttempts(events: readonly MoveEvent[]): ReadonlyMap<string, Attempt> {
  const attempts = new Map<string, Attempt>();
  for (const [place, event] of events.entries()) {
    if (event.event === 'unchanged') continue;
    if (event.event === 'invoke') {
      const { operation, from, to } = event;
      attempts.set(operation, {
        operation,
        from,
        to,
        start: place,
        end: Number.POSITIVE_INFINITY,
        outcome: 'unknown',
        generation: undefined,
      });
      continue;
    }
    const attempt = attempts.get(event.operation);
    if (attempt === undefined) throw new Error(`${event.operation} ended and never began`);
    attempt.end = place;
    attempt.outcome = event.event;
    attempt.generation = event.event === 'ok' ? event.generation : undefined;
  }
  return attempts;
}
