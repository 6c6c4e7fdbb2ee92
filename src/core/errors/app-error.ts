import { exitCodes } from '../exit-codes.ts';
import type { ErrorCode } from './error-codes.ts';
import { describeErrorCode } from './error-codes.ts';

/** Facts about a failure that scripts may read: printed as `data` under `--json`. Never holds a secret. */
export type ErrorFacts = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/**
 * A failure that was foreseen. Its five subclasses are named by what the caller should do about it;
 * its `code` is permanent and has a row in `error-codes.ts`.
 */
export abstract class AppError extends Error {
  readonly code: ErrorCode;
  /** One action, in a sentence, that gets the user further. */
  readonly hint: string;
  readonly data: ErrorFacts;

  constructor(
    code: ErrorCode,
    message: string,
    options: ErrorOptions & { hint?: string; data?: ErrorFacts } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.hint = options.hint ?? describeErrorCode(code).hint;
    this.data = options.data ?? {};
  }

  /** What the command line exits with. */
  get exitCode(): number {
    return exitCodes[describeErrorCode(this.code).exit].code;
  }
}

type ErrorOptions = { readonly cause?: unknown };

/** The caller gave something that cannot be right: change the input and call again. */
export class InvalidInputError extends AppError {}

/** What was named does not exist. */
export class NotFoundError extends AppError {}

/** The registry is in a state that forbids this: somebody moved first, a hold, a failed check. */
export class ConflictError extends AppError {}

/** Something outside cannot be reached or refuses: permission, disk, network, a tool. Trying later may help. */
export class UnavailableError extends AppError {}

/** Our own mistake. */
export class BugError extends AppError {}

/** Turns anything thrown into an AppError; a stranger becomes a {@link BugError} that keeps it as its cause. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new BugError('internal-bug', `Unexpected failure: ${message}`, { cause: thrown });
}
