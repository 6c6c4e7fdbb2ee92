import { type AppError, toAppError } from '../src/core/errors/app-error.ts';
import { errorCodes } from '../src/core/errors/error-codes.ts';
import { exitCodes } from '../src/core/exit-codes.ts';
import { makeSafeText } from '../src/core/text/safe-text.ts';

/**
 * Prints a failure that nobody else has printed, in one line and a hint; the stack only on request.
 * Returns the exit code that goes with it.
 */
export function reportFailure(
  thrown: unknown,
  write: (text: string) => void,
  stack: 'shown' | 'kept-back',
): number {
  const error: AppError = toAppError(thrown);
  const hint = error.hint === '' ? '' : `  ${makeSafeText(error.hint)}\n`;
  write(`lastgood: ${makeSafeText(error.message)}\n${hint}`);
  if (stack === 'shown') write(`${describeStack(error)}\n`);
  return exitCodes[errorCodes[error.code].exit].code;
}

function describeStack(error: AppError): string {
  const { cause } = error;
  const own = error.stack ?? error.message;
  return cause instanceof Error ? `${own}\ncaused by ${cause.stack ?? cause.message}` : own;
}
