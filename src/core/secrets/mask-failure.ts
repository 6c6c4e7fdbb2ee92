import type { AppError, ErrorFacts } from '../errors/app-error.ts';
import { maskSecrets } from './find-secret.ts';
import type { KnownSecret } from './known-secrets.ts';

/** A failure as it is shown. */
export type ShownFailure = Pick<AppError, 'code' | 'message' | 'hint' | 'data'>;

/** A failure without the secrets that were typed by mistake, or that a service said back. Pure. */
export function maskFailure(
  { code, message, hint, data }: ShownFailure,
  known: readonly KnownSecret[],
): ShownFailure {
  const mask = (text: string): string => maskSecrets(text, known);
  const facts = Object.entries(data).map(([name, fact]) => [name, maskFact(fact, mask)]);
  return { code, message: mask(message), hint: mask(hint), data: Object.fromEntries(facts) };
}

function maskFact(fact: ErrorFacts[string], mask: (text: string) => string): ErrorFacts[string] {
  if (typeof fact === 'string') return mask(fact);
  return Array.isArray(fact) ? fact.map(mask) : fact;
}
