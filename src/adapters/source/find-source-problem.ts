import { toAppError, UnavailableError } from '../../core/errors/app-error.ts';
import type { SourceCondition } from '../../core/ports/source.ts';

/**
 * What a failed read says of a bucket or server; undefined where it says nothing of it. Who no longer wanted the answer has no complaint;
 * who gave up because none came says so with the signal's reason, and that is a problem of the source. Pure.
 * @param signal of the read
 */
export function findSourceProblem(
  thrown: unknown,
  signal: AbortSignal | undefined,
): SourceCondition['problem'] {
  if (signal?.aborted && !(signal.reason instanceof UnavailableError)) return undefined;
  const { code, message, hint } = toAppError(signal?.aborted ? signal.reason : thrown);
  return { code, message, hint };
}
