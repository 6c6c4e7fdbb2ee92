import { makeSafeText } from '../../core/text/safe-text.ts';
import type { Reading } from './read-json.ts';

/** Whether a text that JSON.parse refused might be JSON if it went on: it was cut off, by a full disk or a copy that ended. Pure. */
export function endsTooEarly(text: string, message: string): boolean {
  const offset = /at position (\d+)/.exec(message)?.[1];
  return offset === undefined ? /^Unexpected end/.test(message) : Number(offset) >= text.length;
}

/** Why JSON.parse refused a text: it is empty, torn, or malformed. Pure. @param thrown what JSON.parse threw */
export function describeJsonFailure(text: string, thrown: unknown): Extract<Reading<never>, { ok: false }> {
  if (text.trim() === '') return { ok: false, fault: 'empty', problem: 'empty' };
  const message = thrown instanceof Error ? thrown.message : 'not JSON';
  const fault = endsTooEarly(text, message) ? 'torn' : 'malformed';
  return { ok: false, fault, problem: `${fault}: ${makeSafeText(message, { limit: 160 })}` };
}
