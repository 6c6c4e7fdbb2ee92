import type { AppError } from '../../../core/errors/app-error.ts';

/** Why one attempt at a call came to nothing. */
export type CallFailure = {
  /** What to throw, unless it is a write that may have been done. */
  readonly error: AppError;
  /** Whether another attempt may go better. */
  readonly passes: boolean;
  /** The shortest wait the server asked for, in milliseconds; 0 when it asked for none. */
  readonly waitMs: number;
  /** Whether a write may have been carried out all the same. */
  readonly mayBeDone: boolean;
};

/** What came of one attempt. */
export type Attempt<Answer> =
  | { readonly ok: true; readonly answer: Answer }
  | { readonly ok: false; readonly failure: CallFailure };
