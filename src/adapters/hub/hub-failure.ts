import {
  type AppError,
  ConflictError,
  type ErrorFacts,
  InvalidInputError,
  UnavailableError,
} from '../../core/errors/app-error.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { type FailedAnswer, findPassing, parseRetryAfter } from '../http/failed-answer.ts';
import type { HubAccess } from './hub-access.ts';

/** Why one attempt at a call came to nothing. */
export type HubFailure = {
  readonly error: AppError;
  /** Whether another attempt may go better. */
  readonly passes: boolean;
  /** The shortest wait the hub asked for, in milliseconds; 0 when it asked for none. */
  readonly waitMs: number;
  /** Whether a write may have been carried out all the same. */
  readonly mayBeDone: boolean;
};

/** What is being done, in words that follow "Cannot", and with whom. */
export type FailureContext = { readonly access: Pick<HubAccess, 'token' | 'url'>; readonly doing: string };

/** The hub's words in an error, in characters. */
const saidLimit = 400;

/** What an answer that is no success means. Pure. */
export function toHubFailure(answer: FailedAnswer, context: FailureContext): HubFailure {
  const { status, headers } = answer;
  // 507: it is full, which somebody has to change.
  const passing = status === 507 ? undefined : findPassing(status);
  if (passing === undefined) return final(describeRefusal(answer, context));
  const message = `Cannot ${context.doing}: ${context.access.url} ${passing} (${status}).${quote(answer, context)}`;
  return {
    error: new UnavailableError('network-failed', message, {
      data: factsOf(answer, context),
      hint: 'Try again in a while: what was sent already is not sent again.',
    }),
    passes: true,
    waitMs: parseRetryAfter(headers),
    mayBeDone: status !== 429,
  };
}

/** An answer that is not what the hub would say. Pure. */
export function describeDamaged({ access, doing }: FailureContext, problem: string): UnavailableError {
  return new UnavailableError('answer-damaged', `Cannot ${doing}: ${access.url} ${problem}.`, {
    data: { hub: access.url },
    hint: 'Try again; if it stays, look for a proxy or a login page between here and the hub.',
  });
}

const final = (error: AppError): HubFailure => ({ error, passes: false, waitMs: 0, mayBeDone: false });

function describeRefusal(answer: FailedAnswer, context: FailureContext): AppError {
  const { status } = answer;
  const { access, doing } = context;
  const data = factsOf(answer, context);
  const says = (problem: string): string =>
    `Cannot ${doing}: ${access.url} ${problem} (${status}).${quote(answer, context)}`;
  if (status === 401) return describeLogin(context, says, data);
  if (status === 403) {
    const hint = 'Use a token that may write to this repository: huggingface.co/settings/tokens.';
    return new UnavailableError('access-denied', says('does not allow it to this token'), { data, hint });
  }
  if (status === 402 || status === 507) {
    const hint = 'Free some space there, or raise the quota, then do the same again.';
    return new UnavailableError('disk-full', says('has no room left for it'), { data, hint });
  }
  if (status === 409 || status === 412)
    return new ConflictError('publication-conflict', says('says that it has changed meanwhile'), { data });
  if (status >= 300 && status < 400) {
    const { message, hint } = describeDamaged(context, `sends its visitors elsewhere (${status})`);
    return new UnavailableError('answer-damaged', message, { data, hint });
  }
  return new InvalidInputError('request-refused', says('refused'), { data });
}

function describeLogin(
  { access }: FailureContext,
  says: (problem: string) => string,
  data: ErrorFacts,
): UnavailableError {
  const { token } = access;
  if (token.kind === 'none')
    return new UnavailableError('login-required', `${says('wants a login')} ${token.because}`, {
      data,
      hint: token.hint,
    });
  return new UnavailableError('login-required', says('does not accept the token'), {
    data,
    hint: 'Set HF_TOKEN to a token that is valid now and may write: huggingface.co/settings/tokens.',
  });
}

function factsOf({ status, headers }: FailedAnswer, { access }: FailureContext): ErrorFacts {
  const code = headers.get('x-error-code');
  return {
    hub: access.url,
    status,
    ...(code === null ? {} : { errorCode: makeSafeText(code, { limit: 60 }) }),
  };
}

/** A hub may repeat what it was sent: the token is taken out of its words. */
function quote({ headers, text }: FailedAnswer, { access }: FailureContext): string {
  const said = findMessage(text) ?? headers.get('x-error-message') ?? '';
  const whole = access.token.kind === 'token' ? said.replaceAll(access.token.text, '…') : said;
  const shown = makeSafeText(whole.split('\n', 1)[0]?.trim() ?? '', { limit: saidLimit });
  if (shown === '') return '';
  return ` It says: ${shown}${/[.!?…]$/.test(shown) ? '' : '.'}`;
}

function findMessage(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const said = typeof value === 'object' && value !== null && 'error' in value ? value.error : undefined;
    return typeof said === 'string' ? said : undefined;
  } catch {
    return undefined;
  }
}
