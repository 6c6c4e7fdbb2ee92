import { makeSafeText } from '../../core/text/safe-text.ts';
import type { Host } from './host.ts';
import { ask } from './speak.ts';

/** Longest reason, note or tag that is recorded, in characters. */
const textLimit = 4000;

/** A text for the record, made safe to show anywhere. Pure. */
export function readText(text: string): string {
  return makeSafeText(text.trim(), { limit: textLimit });
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
