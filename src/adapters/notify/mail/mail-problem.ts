import type { ErrorCode } from '../../../core/errors/error-codes.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import type { FailedDelivery } from '../../http/judge-answer.ts';

/** Where a conversation with a mail server stood when it broke off. */
export type MailPhase = 'connecting' | 'greeted' | 'sending';

type ProblemRow = {
  readonly again: FailedDelivery['again'];
  readonly code: ErrorCode;
  readonly words: string;
  readonly hint: string;
};

const waitHint = 'Nothing has to be done: it is tried again.';
const addressHint = 'Check host and port of the mail server in the configuration.';

/** By the code that nodemailer gives. @see https://nodemailer.com/errors */
const rows: Readonly<Record<string, ProblemRow>> = {
  EAUTH: {
    again: 'later',
    code: 'login-required',
    words: 'does not take the login',
    hint: 'Check SMTP_USERNAME and SMTP_PASSWORD, or EMAIL_SENDER and EMAIL_PASSWORD. Gmail wants a password for apps.',
  },
  ENOAUTH: {
    again: 'later',
    code: 'login-required',
    words: 'wants a login',
    hint: 'Give SMTP_USERNAME and SMTP_PASSWORD.',
  },
  ETLS: {
    again: 'later',
    code: 'network-failed',
    words: 'offers no encryption that is trusted',
    hint: 'Use the port for TLS, which is mostly 465. A certificate of your own is named in NODE_EXTRA_CA_CERTS.',
  },
  EDNS: { again: 'later', code: 'network-failed', words: 'is not known here', hint: addressHint },
  ECONNECTION: { again: 'later', code: 'network-failed', words: 'cannot be reached', hint: addressHint },
  ETIMEDOUT: { again: 'later', code: 'network-failed', words: 'did not answer in time', hint: waitHint },
  ESOCKET: { again: 'later', code: 'network-failed', words: 'broke the connection off', hint: waitHint },
  STOPPED: { again: 'later', code: 'network-failed', words: 'was not waited for', hint: waitHint },
};

const strangeRow: ProblemRow = {
  again: 'later',
  code: 'answer-damaged',
  words: 'does not speak as a mail server does',
  hint: addressHint,
};
const temporaryRow: ProblemRow = {
  again: 'later',
  code: 'network-failed',
  words: 'does not take it at the moment',
  hint: waitHint,
};
const refusedRow: ProblemRow = {
  again: 'never',
  code: 'request-refused',
  words: 'does not take it',
  hint: 'Check the addresses of sender and recipients, then send it again with lastgood outbox send ID.',
};

/** Codes of a connection that ended: whether the mail was taken by then is known to the server only. */
const cutCodes: ReadonlySet<string> = new Set(['ECONNECTION', 'ETIMEDOUT', 'ESOCKET', 'STOPPED']);

/** Longest words of the server in a problem, in characters. */
const saidLimit = 200;

/**
 * What a failed conversation with a mail server means. Pure.
 * @param server host and port, for people
 * @param secrets texts that are taken out of what it says
 */
export function toMailProblem(
  thrown: unknown,
  { server, phase, secrets }: { server: string; phase: MailPhase; secrets: readonly string[] },
): FailedDelivery {
  const { code, detail: known, responseCode, response } = readFailure(thrown);
  const row = findRow(code, responseCode);
  const isUnknown = phase === 'sending' && responseCode === undefined && cutCodes.has(code);
  const hidden = secrets.reduce(
    (shown, secret) => (secret === '' ? shown : shown.replaceAll(secret, '…')),
    response ?? '',
  );
  const said = makeSafeText(hidden, { limit: saidLimit }).replace(/\.$/, '');
  const detail = said === '' ? known : said;
  // That we stopped says nothing of the server.
  const because = detail === 'STOPPED' ? '' : ` (${detail})`;
  return {
    outcome: 'failed',
    again: isUnknown ? 'unknown' : row.again,
    problem: { code: row.code, message: `${server} ${row.words}${because}.`, hint: row.hint },
  };
}

function findRow(code: string, responseCode: number | undefined): ProblemRow {
  const row = rows[code];
  if (row !== undefined) return row;
  if (responseCode === undefined) return strangeRow;
  return responseCode >= 500 ? refusedRow : temporaryRow;
}

type Failure = {
  readonly code: string;
  /** What is shown where the server said nothing: Node's own code, where there is one. */
  readonly detail: string;
  readonly responseCode: number | undefined;
  readonly response: string | undefined;
};

function readFailure(thrown: unknown): Failure {
  if (!(thrown instanceof Error))
    return { code: 'SMTP', detail: 'SMTP', responseCode: undefined, response: undefined };
  const { code, originalCode, responseCode, response } = thrown as Error & Readonly<Record<string, unknown>>;
  const given = typeof code === 'string' ? code : 'SMTP';
  const own = typeof originalCode === 'string' ? originalCode : given;
  return {
    code: findCodeOf(own) ?? given,
    detail: own,
    responseCode: typeof responseCode === 'number' ? responseCode : undefined,
    response: typeof response === 'string' ? response : undefined,
  };
}

/** nodemailer calls everything that ends a connection ESOCKET. */
function findCodeOf(own: string): string | undefined {
  if (/CERT|SELF_SIGNED|^ERR_(?:TLS|SSL)|^EPROTO$|^UNABLE_TO_/.test(own)) return 'ETLS';
  if (/^(?:ECONNREFUSED|EHOSTUNREACH|ENETUNREACH)$/.test(own)) return 'ECONNECTION';
  return /^(?:ENOTFOUND|EAI_AGAIN)$/.test(own) ? 'EDNS' : undefined;
}
