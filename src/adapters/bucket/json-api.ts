import type { IncomingMessage } from 'node:http';
import { AppError, UnavailableError } from '../../core/errors/app-error.ts';
import type { BucketAddress } from '../../core/ports/object-store.ts';
import type { Credentials } from './credentials.ts';
import { type Deadline, type TimeLimits, untilAborted, type Watch, withDeadline } from './deadline.ts';
import { collectBody, type HttpClient, type HttpRequest } from './http-client.ts';
import { findNetworkError } from './network-errors.ts';
import type { ObjectPaths } from './object-path.ts';
import { type Parsed, parseJsonAnswer } from './parse-answer.ts';
import { isBucketMissing, toStatusError } from './status-errors.ts';

/** The longest answer about one object, or about a failure. */
export const objectLimitBytes = 64 * 1024;

/** What calls of the JSON API are made with. */
export type JsonApi = {
  readonly address: BucketAddress;
  readonly paths: ObjectPaths;
  readonly client: HttpClient;
  readonly credentials: Credentials;
  readonly limits: TimeLimits;
};

/** One call of the JSON API. */
export type ApiCall<Result> = Omit<HttpRequest, 'headers'> & {
  /** What is being done, in words that follow "Cannot". */
  readonly doing: string;
  readonly headers?: HttpRequest['headers'];
  readonly deadline: Deadline;
  readonly signal: AbortSignal | undefined;
  /** Reads the answer to its end when the call succeeded. */
  readonly receive: (answer: IncomingMessage, watch: Watch) => Promise<Result>;
  /** Other statuses that are an answer and no failure, and what they say. */
  readonly otherwise?: Readonly<Partial<Record<404 | 412, Result>>>;
};

/**
 * Makes one attempt at a call, within its deadline. A login that is not accepted is asked for again, once.
 * Rejects with the signal's reason, an UnavailableError, or a PassingFailure where another attempt may go better.
 */
export function attemptCall<Result>(api: JsonApi, call: ApiCall<Result>): Promise<Result> {
  return withDeadline(call.deadline, call.doing, call.signal, async watch => {
    try {
      return await sendWithLogin(api, call, watch, 'again');
    } catch (thrown) {
      throw toCallError(thrown, call.doing);
    }
  });
}

async function sendWithLogin<Result>(
  api: JsonApi,
  call: ApiCall<Result>,
  watch: Watch,
  whenRejected: 'again' | 'fail',
): Promise<Result> {
  const { client, credentials } = api;
  const found = credentials.findLogin();
  const login = found instanceof Promise ? await untilAborted(found, watch.giveUp) : found;
  const headers = { 'user-agent': 'lastgood', ...login.headers, ...call.headers };
  const outcome = await client.send({ ...call, headers }, watch, async answer => {
    const status = answer.statusCode ?? 0;
    if (status >= 200 && status < 300) return { value: await call.receive(answer, watch) };
    const body = await collectBody(answer, watch, objectLimitBytes);
    const isAboutObject = status === 412 || (status === 404 && !isBucketMissing(body));
    if (isAboutObject && call.otherwise !== undefined && Object.hasOwn(call.otherwise, status))
      return { value: call.otherwise[status] as Result };
    if (status === 401 && whenRejected === 'again' && credentials.reject(login)) return 'rejected';
    throw toStatusError({ status, headers: answer.headers, body }, call.doing, login.secrets);
  });
  if (outcome !== 'rejected') return outcome.value;
  return sendWithLogin(api, call, watch, 'fail');
}

/** Reads an answer that is JSON. */
export function receiveJson<Value>(
  doing: string,
  limitBytes: number,
  parse: (value: unknown) => Parsed<Value>,
): ApiCall<Value>['receive'] {
  return async (answer, watch) => {
    const parsed = parseJsonAnswer(await collectBody(answer, watch, limitBytes), parse);
    if (!parsed.ok) throw damagedAnswer(doing, parsed.problem);
    return parsed.value;
  };
}

/** An answer that was received and makes no sense. */
export function damagedAnswer(doing: string, problem: string): UnavailableError {
  return new UnavailableError('answer-damaged', `Cannot ${doing}: the answer is damaged: ${problem}.`);
}

function toCallError(thrown: unknown, doing: string): unknown {
  if (thrown instanceof AppError) return thrown;
  if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EFBIG')
    return damagedAnswer(doing, 'it is larger than it may be');
  return findNetworkError(thrown, doing) ?? thrown;
}
