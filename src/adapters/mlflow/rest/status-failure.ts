import { z } from 'zod';
import {
  type AppError,
  ConflictError,
  type ErrorFacts,
  InvalidInputError,
  UnavailableError,
} from '../../../core/errors/app-error.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { type FailedAnswer, findPassing, isWebPage, parseRetryAfter } from '../../http/failed-answer.ts';
import type { CallFailure } from './call-failure.ts';
import type { MlflowCredentials } from './credentials.ts';

/** What a failed answer is judged with. */
export type AnswerContext = {
  /** The address for people. */
  readonly server: string;
  /** What was being done, in words that follow "Cannot". */
  readonly doing: string;
  readonly kind: 'read' | 'write';
  readonly credentials: MlflowCredentials;
  /** Texts that are taken out of what the server says. */
  readonly secrets: readonly string[];
};

/** The server's words in an error, in characters. */
const saidLimit = 400;

/** What MLflow says when it may have begun. @see mlflow/exceptions.py */
const faultCodes = [
  'INTERNAL_ERROR',
  'TEMPORARILY_UNAVAILABLE',
  'DEADLINE_EXCEEDED',
  'DATA_LOSS',
  'CANCELLED',
];

/** Codes of requests that are wrong in themselves; other refusals depend on the state of the registry. */
const wrongRequestCodes = ['INVALID_PARAMETER_VALUE', 'BAD_REQUEST', 'MALFORMED_REQUEST'];

/** What a server says that has no such call: one without stages, or older than aliases. */
const unknownCallCodes = ['ENDPOINT_NOT_FOUND', 'NOT_IMPLEMENTED', 'FEATURE_DISABLED'];
const unknownCallStatuses = [404, 405, 501];

const mlflowError = z.object({
  error_code: z.union([z.string(), z.number()]),
  message: z.string().optional(),
});

/**
 * What an answer that is no success means: 401, 403, too many requests, a fault of the server, a refusal in MLflow's own words, or
 * something that is not MLflow. Pure.
 */
export function toStatusFailure(answer: FailedAnswer, context: AnswerContext): CallFailure {
  const { status } = answer;
  const said = readMlflowError(answer.text);
  const data: ErrorFacts = {
    server: context.server,
    status,
    ...(said === undefined ? {} : { errorCode: said.code }),
  };
  const words = said === undefined ? '' : quote(said.message, context.secrets);
  if (status === 401) return final(describeLogin(context, words, data));
  if (status === 403 || said?.code === 'PERMISSION_DENIED')
    return final(describeAccess(context, words, data));
  if (isCallUnknown(said?.code, status, context)) return final(describeUnknownCall(context, words, data));
  if (said !== undefined && isRefusal(said.code, status))
    return final(describeRefusal(context, said.code, words, data));
  const passing = findPassing(status);
  if (passing === undefined) return final(describeStranger(context, answer, data));
  return {
    error: new UnavailableError(
      'network-failed',
      `Cannot ${context.doing}: ${context.server} ${passing} (${status}).${words}`,
      { data, hint: 'Try again in a while; what was last read can be read meanwhile.' },
    ),
    passes: true,
    waitMs: parseRetryAfter(answer.headers),
    mayBeDone: status !== 429,
  };
}

/** A read that finds no such call was asked of the wrong address: every MLflow has those. */
function isCallUnknown(code: string | undefined, status: number, { kind }: AnswerContext): boolean {
  if (kind === 'read') return false;
  return code === undefined ? unknownCallStatuses.includes(status) : unknownCallCodes.includes(code);
}

/** Where the server has a fault of its own, a code that is not known may be told of a request that was carried out. */
function isRefusal(code: string, status: number): boolean {
  if (status >= 500) return [...unknownCallCodes, ...wrongRequestCodes, 'INVALID_STATE'].includes(code);
  return status !== 429 && !faultCodes.includes(code);
}

const final = (error: AppError): CallFailure => ({ error, passes: false, waitMs: 0, mayBeDone: false });

/** An answer that was received and is not what MLflow would say: a web page, or JSON of another form. Pure. */
export function describeDamagedAnswer(
  { server, doing }: Pick<AnswerContext, 'server' | 'doing'>,
  problem: string,
): UnavailableError {
  return new UnavailableError('answer-damaged', `Cannot ${doing}: ${server} ${problem}.`, {
    data: { server },
    hint: 'Check that the address is that of the MLflow server itself: a login page or a proxy may be in between.',
  });
}

function describeLogin(context: AnswerContext, words: string, data: ErrorFacts): AppError {
  const { doing, server, credentials } = context;
  const { problem, hint } = loginWords[credentials.kind];
  const withheld = credentials.kind === 'none' ? credentials.withheld : undefined;
  const why = withheld === undefined ? '' : ` ${withheld.because}`;
  return new UnavailableError(
    'login-required',
    `Cannot ${doing}: ${server} ${problem} (401).${words}${why}`,
    {
      data,
      hint: withheld?.hint ?? hint,
    },
  );
}

const loginWords: Readonly<Record<MlflowCredentials['kind'], { problem: string; hint: string }>> = {
  none: {
    problem: 'wants a login',
    hint: 'Set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN.',
  },
  basic: {
    problem: 'does not accept the user and password',
    hint: 'Set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD (or ~/.mlflow/credentials) to what is valid now.',
  },
  bearer: {
    problem: 'does not accept the token: it is wrong or has expired',
    hint: 'Set MLFLOW_TRACKING_TOKEN to a token that is valid now.',
  },
};

function describeAccess(context: AnswerContext, words: string, data: ErrorFacts): AppError {
  const { doing, server, credentials } = context;
  const hint =
    credentials.kind === 'none'
      ? 'Log in with MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN.'
      : 'Ask for the permission on that server, or log in as somebody who has it.';
  const message = `Cannot ${doing}: ${server} does not allow it to this login (${data['status']}).${words}`;
  return new UnavailableError('access-denied', message, { data, hint });
}

function describeRefusal(context: AnswerContext, code: string, words: string, data: ErrorFacts): AppError {
  const message = `Cannot ${context.doing}: ${context.server} refused (${code}).${words}`;
  return wrongRequestCodes.includes(code)
    ? new InvalidInputError('request-refused', message, { data })
    : new ConflictError('request-refused', message, { data });
}

function describeUnknownCall(context: AnswerContext, words: string, data: ErrorFacts): AppError {
  const message = `Cannot ${context.doing}: ${context.server} knows no such call (${data['status']}).${words}`;
  return new InvalidInputError('capability-missing', message, {
    data,
    hint: 'Its MLflow has no stages, or is too old for aliases: use the other of the two, or a newer server.',
  });
}

function describeStranger(context: AnswerContext, answer: FailedAnswer, data: ErrorFacts): AppError {
  const page = isWebPage(answer) ? 'a web page' : 'something that is not MLflow’s';
  const error = describeDamagedAnswer(context, `answered with ${page} (${answer.status})`);
  return new UnavailableError(error.code, error.message, { data, hint: error.hint });
}

function readMlflowError(text: string): { readonly code: string; readonly message: string } | undefined {
  try {
    const { error_code: code, message = '' } = mlflowError.parse(JSON.parse(text));
    return { code: makeSafeText(String(code), { limit: 60 }), message };
  } catch {
    return undefined;
  }
}

/** A server may repeat what it was sent; after a line break comes what only its own log should hold. */
function quote(message: string, secrets: readonly string[]): string {
  let shown = message.split('\n', 1)[0]?.trim() ?? '';
  for (const secret of secrets) shown = shown.replaceAll(secret, '…');
  if (shown === '') return '';
  const safe = makeSafeText(shown, { limit: saidLimit });
  return ` It says: ${safe}${/[.!?…]$/.test(safe) ? '' : '.'}`;
}
