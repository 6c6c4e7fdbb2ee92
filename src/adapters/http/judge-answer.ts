import type { ErrorCode } from '../../core/errors/error-codes.ts';
import type { Delivery } from '../../core/ports/channel.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { type ServiceAnswer, stoppedCode } from './exchange.ts';

/** Who was asked, and what is known of it. */
export type ServiceWords = {
  /** For people, without any secret: `api.github.com`. */
  readonly service: string;
  /** What to do where it refuses the login. */
  readonly loginHint: string;
  /** Texts that are taken out of what it says. */
  readonly secrets: readonly string[];
};

/** A try that came to nothing. */
export type FailedDelivery = Extract<Delivery, { readonly outcome: 'failed' }>;

type StatusRow = {
  readonly again: FailedDelivery['again'];
  readonly code: ErrorCode;
  readonly words: string;
  readonly hint?: string;
};

const waitHint = 'Nothing has to be done: it is tried again.';

const statusRows: Readonly<Record<number, StatusRow>> = {
  401: { again: 'later', code: 'login-required', words: 'does not take the login' },
  403: { again: 'later', code: 'access-denied', words: 'refuses' },
  404: {
    again: 'later',
    code: 'access-denied',
    words: 'has nothing there, or does not show it to this login',
    hint: 'Correct the address in the configuration, or use a login that may see it.',
  },
  408: { again: 'later', code: 'network-failed', words: 'waited too long for the request', hint: waitHint },
  425: { again: 'later', code: 'network-failed', words: 'is not ready yet', hint: waitHint },
  429: { again: 'later', code: 'network-failed', words: 'is asked too often', hint: waitHint },
  503: { again: 'later', code: 'network-failed', words: 'is not available at the moment', hint: waitHint },
};

/** It may have been carried out behind the front that says so. */
const faultRow: StatusRow = {
  again: 'unknown',
  code: 'network-failed',
  words: 'has a fault of its own',
  hint: waitHint,
};
const movedRow: StatusRow = {
  again: 'later',
  code: 'answer-damaged',
  words: 'sends its visitors elsewhere, where nothing was sent',
  hint: 'Give its new address in the configuration.',
};
const refusedRow: StatusRow = {
  again: 'never',
  code: 'request-refused',
  words: 'does not take it',
  hint: 'Correct what it objects to, then send it again with lastgood outbox send ID.',
};

/** The service's words in a problem, in characters. */
const saidLimit = 300;

/** Longest wait a service may ask for, in milliseconds: a day. */
const longestWaitMs = 24 * 60 * 60_000;

/** What an answer that is no success means; undefined for a success. Pure. @param nowMs milliseconds since the epoch */
export function judgeAnswer(
  answer: ServiceAnswer,
  words: ServiceWords,
  nowMs: number,
): FailedDelivery | undefined {
  const { service } = words;
  if (answer.at === 'broken') {
    const code = answer.code === stoppedCode ? '' : ` (${answer.code})`;
    const message = `${service} ${answer.words}${code}.`;
    const again = answer.wasSent ? 'unknown' : 'later';
    return { outcome: 'failed', again, problem: { code: 'network-failed', message, hint: waitHint } };
  }
  const { status, headers, text } = answer;
  if (status >= 200 && status < 300) return undefined;
  const row = findRow(answer);
  const said = formatSaid(text, words);
  return {
    outcome: 'failed',
    again: row.again,
    waitMs: readWait(headers, nowMs),
    problem: {
      code: row.code,
      message: `${service} ${row.words} (${status})${said === '' ? '' : `: ${said}`}.`,
      hint: row.hint ?? words.loginHint,
    },
  };
}

function findRow({ status, headers }: { readonly status: number; readonly headers: Headers }): StatusRow {
  // GitHub says so of those who ask too often.
  if (status === 403 && (headers.has('retry-after') || headers.get('x-ratelimit-remaining') === '0'))
    return { again: 'later', code: 'network-failed', words: 'is asked too often', hint: waitHint };
  const row = statusRows[status];
  if (row !== undefined) return row;
  if (status >= 500) return faultRow;
  return status >= 300 && status < 400 ? movedRow : refusedRow;
}

/** Texts of people only: the `message` of a JSON answer, or a short plain one. A page of HTML says nothing. */
function formatSaid(text: string, { secrets }: ServiceWords): string {
  const plain = readMessage(text) ?? (/^\s*</.test(text) ? '' : text.trim());
  const hidden = secrets.reduce(
    (shown, secret) => (secret === '' ? shown : shown.replaceAll(secret, '…')),
    plain,
  );
  return makeSafeText(hidden, { limit: saidLimit }).replace(/\.$/, '');
}

function readMessage(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    for (const key of ['message', 'error', 'detail']) {
      const said = (value as Readonly<Record<string, unknown>>)[key];
      if (typeof said === 'string') return said;
    }
    return '';
  } catch {
    return undefined;
  }
}

/** Seconds or a date; of GitHub also when its limit ends. 0: it asks for none. */
function readWait(headers: Headers, nowMs: number): number {
  const asked = headers.get('retry-after') ?? '';
  const untilMs = /^\d{1,6}$/.test(asked) ? nowMs + Number(asked) * 1000 : Date.parse(asked);
  const isSpent = headers.get('x-ratelimit-remaining') === '0';
  const endsMs = isSpent ? Number(headers.get('x-ratelimit-reset') ?? Number.NaN) * 1000 : Number.NaN;
  const waits = [untilMs, endsMs].map(at => (Number.isFinite(at) ? at - nowMs : 0));
  return Math.min(Math.max(0, ...waits), longestWaitMs);
}
