import type { ErrorFacts } from '../../core/errors/app-error.ts';
import { UnavailableError } from '../../core/errors/app-error.ts';
import type { ErrorCode } from '../../core/errors/error-codes.ts';

/**
 * An attempt that failed for a reason that may pass by itself: no network, no answer in time, 408, 429, 5xx. Whether it was applied is
 * not known. The transports throw it, and the retrying store is what makes another attempt of it.
 */
export class PassingFailure extends UnavailableError {
  /** The shortest wait the other side asked for, in milliseconds; 0 when it asked for none. */
  readonly waitMs: number;

  constructor(
    code: Extract<ErrorCode, 'network-failed' | 'answer-damaged'>,
    message: string,
    options: { readonly waitMs?: number; readonly cause?: unknown; readonly data?: ErrorFacts } = {},
  ) {
    super(code, message, options);
    this.waitMs = options.waitMs ?? 0;
  }
}
