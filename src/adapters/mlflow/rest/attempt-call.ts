import { UnavailableError } from '../../../core/errors/app-error.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { isWebPage } from '../../http/failed-answer.ts';
import { type Call, usualAnswerBytes } from './call.ts';
import type { Attempt, CallFailure } from './call-failure.ts';
import { formatAuthorization, listSecrets, type MlflowCredentials } from './credentials.ts';
import { type Answer, EndedExchange, exchange, type TimeLimits } from './exchange.ts';
import { toNetworkFailure } from './network-failure.ts';
import type { ServerAddress } from './server-address.ts';
import { describeDamagedAnswer, toStatusFailure } from './status-failure.ts';

/** What calls are made with. */
export type Connection = {
  readonly address: ServerAddress;
  readonly credentials: MlflowCredentials;
  readonly limits: TimeLimits;
  readonly fetch: typeof globalThis.fetch;
};

/** Redirects to the same server that a read follows. */
const redirectLimit = 3;

/** Makes one attempt at a call. Rejects with the signal's reason only. */
export async function attemptCall<Result>(
  connection: Connection,
  call: Call<Result>,
): Promise<Attempt<Result>> {
  let url = formatUrl(connection.address.base, call);
  for (let redirects = 0; ; redirects += 1) {
    const outcome = await sendOnce(connection, call, url);
    if (!('status' in outcome)) return { ok: false, failure: outcome };
    if (outcome.status >= 300 && outcome.status < 400) {
      const target = URL.parse(outcome.headers.get('location') ?? '', url.href);
      const mayFollow = call.kind === 'read' && redirects < redirectLimit && target?.origin === url.origin;
      if (!mayFollow) return { ok: false, failure: describeRedirect(connection, call, target) };
      url = target;
    } else if (outcome.status >= 200 && outcome.status < 300) {
      return readAnswer(connection, call, outcome);
    } else {
      const { credentials, address } = connection;
      const { doing, kind } = call;
      const context = { server: address.shown, doing, kind, credentials, secrets: listSecrets(credentials) };
      return { ok: false, failure: toStatusFailure(outcome, context) };
    }
  }
}

function formatUrl(base: URL, { path, query = {} }: Call<unknown>): URL {
  const url = new URL(`api/2.0/${path}`, base);
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) url.searchParams.append(name, String(one));
  }
  return url;
}

async function sendOnce(
  { address, credentials, limits, fetch }: Connection,
  call: Call<unknown>,
  url: URL,
): Promise<Answer | CallFailure> {
  const authorization = formatAuthorization(credentials);
  const content = formatBody(call.body);
  const headers = {
    accept: 'application/json',
    'user-agent': 'lastgood',
    ...content.headers,
    ...(authorization === undefined ? {} : { authorization }),
  };
  const bytes = call.limitBytes ?? usualAnswerBytes;
  try {
    const request = { url, method: call.method, headers, body: content.body };
    return await exchange(fetch, request, { ...limits, bytes }, call.signal);
  } catch (thrown) {
    call.signal?.throwIfAborted();
    if (thrown instanceof EndedExchange) return describeEnd(thrown, call.doing, address.shown, limits);
    return toNetworkFailure(thrown, address.shown, call.doing);
  }
}

function formatBody(body: Call<unknown>['body']): {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer> | undefined;
} {
  if (body === undefined) return { headers: {}, body: undefined };
  if (body instanceof Uint8Array)
    return { headers: { 'content-type': 'application/octet-stream' }, body: new Uint8Array(body) };
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

function readAnswer<Result>(connection: Connection, call: Call<Result>, answer: Answer): Attempt<Result> {
  const damaged = (problem: string, passes: boolean): Attempt<Result> => {
    const error = describeDamagedAnswer({ server: connection.address.shown, doing: call.doing }, problem);
    return { ok: false, failure: { error, passes, waitMs: 0, mayBeDone: true } };
  };
  const document = parseJson(answer.text);
  if (document === undefined)
    return isWebPage(answer)
      ? damaged('answered with a web page', false)
      : damaged('gave an answer that is cut off or is no JSON', true);
  const parsed = call.answer.safeParse(document.value);
  if (parsed.success) return { ok: true, answer: parsed.data };
  const [issue] = parsed.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? 'the answer' : issue.path.join('.');
  const shown = makeSafeText(`${place}: ${issue?.message ?? 'wrong'}`, { limit: 200 });
  return damaged(`gave an answer that is not what MLflow says (${shown})`, false);
}

/** Some calls answer with nothing at all. */
function parseJson(text: string): { readonly value: unknown } | undefined {
  if (text.trim() === '') return { value: {} };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function describeRedirect(
  { address, credentials }: Connection,
  { doing }: Call<unknown>,
  target: URL | null,
): CallFailure {
  const place = target === null ? 'nowhere' : makeSafeText(target.host, { limit: 120 });
  const kept = credentials.kind === 'none' ? '' : ', where the login was not sent';
  const message = `Cannot ${doing}: ${address.shown} sends its visitors on to ${place}${kept}.`;
  const hint =
    'If the server has moved, give its new address; if that is a login page, ask for an address for programs.';
  const error = new UnavailableError('answer-damaged', message, { data: { server: address.shown }, hint });
  return { error, passes: false, waitMs: 0, mayBeDone: false };
}

function describeEnd(
  { reason }: EndedExchange,
  doing: string,
  server: string,
  { quietMs, totalMs }: TimeLimits,
): CallFailure {
  if (reason === 'large') {
    const error = describeDamagedAnswer({ server, doing }, 'gave an answer that is larger than it may be');
    return { error, passes: false, waitMs: 0, mayBeDone: true };
  }
  const seconds = Number(((reason === 'quiet' ? quietMs : totalMs) / 1000).toPrecision(3));
  const words = reason === 'quiet' ? `gave no answer within ${seconds} s` : `took longer than ${seconds} s`;
  const error = new UnavailableError('network-failed', `Cannot ${doing}: ${server} ${words}.`, {
    data: { server, mayStillRun: true },
    hint: 'Try again in a while; what was last read can be read meanwhile.',
  });
  return { error, passes: reason === 'quiet', waitMs: 0, mayBeDone: true };
}
