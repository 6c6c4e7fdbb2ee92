import { isJsonObject } from '../../core/checks/field-checks.ts';
import { type AppError, UnavailableError } from '../../core/errors/app-error.ts';
import type { ErrorCode } from '../../core/errors/error-codes.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { PassingFailure } from './passing-failure.ts';

/** An answer that is no success. */
export type FailedAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array;
};

type StatusRow = { readonly code: ErrorCode; readonly words: string };

/** What a status means that does not pass by itself. Others are `answer-damaged`. */
const finalStatuses: Readonly<Record<number, StatusRow>> = {
  401: { code: 'login-required', words: 'the login is missing or has expired' },
  403: { code: 'access-denied', words: 'the account that is logged in may not do this' },
  404: { code: 'bucket-not-found', words: 'there is no bucket of that name' },
  407: { code: 'network-failed', words: 'the proxy wants a login' },
};

const passingStatuses: Readonly<Record<number, string>> = {
  408: 'the bucket waited too long for the request',
  410: 'the bucket has forgotten the upload that was begun',
  429: 'the bucket is asked too often',
  500: 'the bucket has a fault of its own',
  502: 'the bucket cannot be reached behind its front',
  503: 'the bucket is not available at the moment',
  504: 'the bucket did not answer its own front in time',
};

/** Reasons of a 403 that mean "too often". */
const rateReasons = ['rateLimitExceeded', 'userRateLimitExceeded'];

/**
 * A failed answer as an UnavailableError, a PassingFailure where another attempt may go better. Pure.
 * @param doing what was being done, in words that follow "Cannot"
 * @param secrets texts that are taken out of what the server says
 */
export function toStatusError(answer: FailedAnswer, doing: string, secrets: readonly string[]): AppError {
  const { status } = answer;
  const { message, reason } = readFailure(answer.body);
  const data = { status };
  const said = message === '' ? '' : ` The bucket says: ${hideSecrets(message, secrets)}`;
  const passing = passingStatuses[status === 403 && rateReasons.includes(reason) ? 429 : status];
  if (passing !== undefined)
    return new PassingFailure('network-failed', `Cannot ${doing}: ${passing} (${status}).`, {
      waitMs: parseRetryAfter(answer.headers),
      data,
    });
  const row = finalStatuses[status] ?? { code: 'answer-damaged', words: 'the bucket refused the request' };
  return new UnavailableError(row.code, `Cannot ${doing}: ${row.words} (${status}).${said}`, { data });
}

/** Whether a 404 is about the bucket and not about an object in it. Pure. */
export function isBucketMissing(body: Uint8Array): boolean {
  return /bucket does not exist/i.test(readFailure(body).message);
}

/** What the server says went wrong: JSON for most requests, a line of text where bytes were asked for. */
function readFailure(body: Uint8Array): { readonly message: string; readonly reason: string } {
  const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
  const error = findErrorObject(text);
  if (error === undefined) return { message: text.trimStart().startsWith('<') ? '' : text, reason: '' };
  const [first] = Array.isArray(error['errors']) ? error['errors'] : [];
  return {
    message: typeof error['message'] === 'string' ? error['message'] : '',
    reason: isJsonObject(first) ? String(first['reason']) : '',
  };
}

function findErrorObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const document: unknown = JSON.parse(text);
    return isJsonObject(document) && isJsonObject(document['error']) ? document['error'] : undefined;
  } catch {
    return undefined;
  }
}

/** A server may repeat what it was sent. */
function hideSecrets(text: string, secrets: readonly string[]): string {
  let shown = text.trim();
  for (const secret of secrets) shown = shown.replaceAll(secret, '…');
  return makeSafeText(shown, { limit: 300 });
}

/** Seconds, or a time by the clock of the server, which is compared with that clock only. */
function parseRetryAfter(headers: FailedAnswer['headers']): number {
  const text = headers['retry-after'];
  if (typeof text !== 'string') return 0;
  if (/^\d{1,6}$/.test(text)) return Number(text) * 1000;
  const waitMs = Date.parse(text) - Date.parse(String(headers['date']));
  return Number.isFinite(waitMs) ? Math.max(0, waitMs) : 0;
}
