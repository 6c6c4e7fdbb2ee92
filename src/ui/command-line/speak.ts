import { type AppError, ConflictError } from '../../core/errors/app-error.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import type { Host } from './host.ts';

/** Longest line that is printed, in characters. */
const lineLimit = 20_000;

/** Lines made safe for a terminal, each with its line break. Pure. */
export function formatLines(lines: readonly string[]): string {
  return lines.map(line => `${makeSafeText(line, { limit: lineLimit })}\n`).join('');
}

/** Prose for people: goes to stderr, so that stdout has results only. */
export function tell(host: Pick<Host, 'writeError'>, lines: readonly string[]): void {
  if (lines.length > 0) host.writeError(formatLines(lines));
}

/** Something that should be noticed, on stderr. */
export function warn(host: Pick<Host, 'writeError'>, message: string): void {
  tell(host, [`Warning: ${message}`]);
}

/** A failure on stderr: what happened, then what to do. */
export function tellError(host: Pick<Host, 'writeError'>, error: Pick<AppError, 'message' | 'hint'>): void {
  tell(host, [`lastgood: ${error.message}`, ...(error.hint === '' ? [] : [`  ${error.hint}`])]);
}

/** A question to the person at the terminal. @throws ConflictError cancelled when a signal came meanwhile */
export async function ask(host: Host, question: string): Promise<string> {
  const answer = await host.ask(question);
  if (host.stop.aborted) throw cancelled('Stopped before anything was changed.');
  return answer.trim();
}

/** The failure of a person who said no. */
export function cancelled(message: string): AppError {
  return new ConflictError('cancelled', message);
}
