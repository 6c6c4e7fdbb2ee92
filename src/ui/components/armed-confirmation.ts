import type { RuntimeEffect } from '../runtime/effect.ts';

/**
 * A confirmation by one key that counts only once the user can have seen what it confirms: the terminal answered a
 * cursor query sent after the frame, and a moment passed. The default is No.
 */
export type ArmedConfirmation = {
  readonly at: 'waiting' | 'shown' | 'armed';
  /** Tells the timers of this confirmation from those of one before. */
  readonly attempt: number;
};

/** What a screen with an armed confirmation is sent; make it part of the screen's messages. */
export type ArmingMessage =
  | { readonly type: 'cursor-reported' }
  | { readonly type: 'confirmation-armed'; readonly attempt: number };

/** After the terminal answered: time to read what is shown. */
const readingTimeMs = 250;
/** A terminal that never answers arms after this. */
const unansweredTimeMs = 2_000;

/** Starts to arm. `attempt` is any number the screen has not used for a confirmation before. */
export function startArming(attempt: number): readonly [ArmedConfirmation, readonly RuntimeEffect<never>[]] {
  return [{ at: 'waiting', attempt }, [{ do: 'queryCursor' }, armAfter(unansweredTimeMs, attempt)]];
}

/** The confirmation after a message, and what to ask for. Messages of an earlier attempt change nothing. */
export function updateArming(
  confirmation: ArmedConfirmation,
  message: ArmingMessage,
): readonly [ArmedConfirmation, readonly RuntimeEffect<never>[]] {
  if (message.type === 'cursor-reported') {
    if (confirmation.at !== 'waiting') return [confirmation, []];
    return [{ ...confirmation, at: 'shown' }, [armAfter(readingTimeMs, confirmation.attempt)]];
  }
  if (message.attempt !== confirmation.attempt) return [confirmation, []];
  return [{ ...confirmation, at: 'armed' }, []];
}

/**
 * Why the key does not confirm yet, as a sentence; undefined when it does. Use it as `disabled` of a binding with
 * `confirms: true`, which keeps keys out that came in one chunk with others; pastes never press keys.
 */
export function reasonNotArmed(confirmation: ArmedConfirmation): string | undefined {
  return confirmation.at === 'armed'
    ? undefined
    : 'Not yet: this has only just been shown. Read it, then press again.';
}

function armAfter(delayMs: number, attempt: number): RuntimeEffect<never> {
  return { do: 'after', delayMs, message: { type: 'confirmation-armed', attempt } as ArmingMessage };
}
