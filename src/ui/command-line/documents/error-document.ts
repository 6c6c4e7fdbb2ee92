import type { ErrorFacts } from '../../../core/errors/app-error.ts';
import type { ShownFailure } from '../../../core/secrets/mask-failure.ts';
import type { ErrorDocument } from '../json/error.ts';

/** A failure as a document. Pure. */
export function describeError(error: ShownFailure): ErrorDocument {
  const { code, message, hint } = error;
  return { schema: 'lastgood/error/1', error: { code, message, hint, data: copyFacts(error.data) } };
}

function copyFacts(facts: ErrorFacts): ErrorDocument['error']['data'] {
  return Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [name, Array.isArray(fact) ? [...fact] : (fact as string)]),
  );
}
