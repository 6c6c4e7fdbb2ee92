import { InvalidInputError } from '../../core/errors/app-error.ts';
import { entryLimits } from '../../core/history/parse-entry.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import type { Host } from './host.ts';
import { ask } from './speak.ts';

/** A text for the record, whole and made safe to show anywhere. @throws InvalidInputError usage when it is too long to be kept */
export function readText(text: string): string {
  const safe = makeSafeText(text.trim(), { limit: Number.POSITIVE_INFINITY });
  if (safe.length <= entryLimits.text) return safe;
  const message = `A text of ${safe.length} characters is too long for the record: ${entryLimits.text} are kept.`;
  throw new InvalidInputError('usage', message, { hint: 'Give a shorter one: nothing is cut.' });
}

/**
 * The reason for the record: as given, or asked for where a person can answer; else empty, which blocks acts that need one.
 * @throws ConflictError cancelled when a signal came meanwhile
 */
export async function obtainReason(host: Host, given: string | undefined): Promise<string> {
  if (given !== undefined || !host.canAsk) return readText(given ?? '');
  return readText(await ask(host, 'Reason, for the record: '));
}

/** Option of acts that are recorded with a reason. */
export const reasonRow = {
  takes: 'WHY',
  help: 'for the record; an incident id in it is recognised',
} as const;
