import { AppError } from '../../../src/core/errors/app-error.ts';

/** The failure a promise ends with. Throws when it does not fail, or fails in a way that was not foreseen. */
export async function failureOf(promise: Promise<unknown>): Promise<AppError> {
  const thrown = await promise.then(
    value => new Error(`it did not fail but gave ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  if (thrown instanceof AppError) return thrown;
  throw thrown;
}
