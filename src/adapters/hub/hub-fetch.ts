import { type AppError, UnavailableError } from '../../core/errors/app-error.ts';
import { isWebPage } from '../http/failed-answer.ts';
import type { HubAccess } from './hub-access.ts';
import { describeCall, type HubCall } from './hub-call.ts';
import { describeDamaged, type FailureContext, type HubFailure, toHubFailure } from './hub-failure.ts';
import { describeSlow, toNetworkFailure } from './network-failure.ts';

/** How the requests of one act are watched. */
export type FetchWatch = {
  readonly signal?: AbortSignal | undefined;
  /** Looks at what is about to be sent; throws to keep it from being sent. */
  readonly inspect?: ((call: HubCall, body: unknown) => void) | undefined;
};

/** Largest answer that is read, in bytes: pages of a listing, never a file. */
const answerLimitBytes = 32 * 1024 * 1024;

const firstWaitMs = 250;
const longestWaitMs = 8000;

/**
 * A `fetch` for the hub and for the library that speaks with it: the token goes to the hub and nowhere else, every attempt has its time,
 * what may be made again is made again while it fails for a reason that may pass, and what fails for good is thrown as an AppError.
 * The answer has been read to its end when it resolves. A write whose answer is lost is thrown as answer-lost.
 */
export function createHubFetch(access: HubAccess, watch: FetchWatch = {}): typeof globalThis.fetch {
  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const call = describeCall(new URL(access.url), url, init.method ?? 'GET');
    watch.inspect?.(call, init.body);
    const context = { access, doing: call.doing };
    const endsAt = access.now() + access.limits.budgetMs;
    for (let attempts = 1; ; attempts += 1) {
      const outcome = await attempt({ access, watch, call, context }, url, init);
      if (outcome instanceof Response) return outcome;
      const waitMs = chooseWait(attempts, outcome.waitMs, access.random());
      const isRefused = outcome.passes && !outcome.mayBeDone;
      const mayRepeat = outcome.passes && (call.isRepeatable || isRefused);
      const isOver = !mayRepeat || attempts >= access.limits.attempts || access.now() + waitMs > endsAt;
      if (isOver && call.isOptional) return new Response(null, { status: 404 });
      if (isOver)
        throw call.isRepeatable || !outcome.mayBeDone ? giveUp(outcome, attempts) : loseAnswer(outcome.error);
      await access.sleep(waitMs, watch.signal);
    }
  };
}

type Attempt = {
  readonly access: HubAccess;
  readonly watch: FetchWatch;
  readonly call: HubCall;
  readonly context: FailureContext;
};

async function attempt(
  { access, watch, call, context }: Attempt,
  url: URL,
  init: RequestInit,
): Promise<Response | HubFailure> {
  if (isUnprotected(access.url, url))
    return final(describeDamaged(context, `wants files to be sent unencrypted, to ${url.host}`));
  const totalMs = access.limits.callMs + (sizeOf(init.body) / access.limits.slowestBytesPerSecond) * 1000;
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(new Error('slow')), totalMs);
  const signals = [control.signal, watch.signal, init.signal].filter(signal => signal != null);
  try {
    const response = await access.fetch(url, {
      ...init,
      headers: addToken(access, url, init.headers),
      redirect: (init.method ?? 'GET') === 'GET' ? 'follow' : 'manual',
      signal: AbortSignal.any(signals),
    });
    return await readAnswer(response, call, context);
  } catch (thrown) {
    watch.signal?.throwIfAborted();
    init.signal?.throwIfAborted();
    if (control.signal.aborted) return describeSlow(context, totalMs);
    return toNetworkFailure(thrown, context);
  } finally {
    clearTimeout(timer);
  }
}

async function readAnswer(
  response: Response,
  call: HubCall,
  context: FailureContext,
): Promise<Response | HubFailure> {
  const bytes = await readBytes(response);
  if (bytes === 'too-large')
    return final(describeDamaged(context, 'gave an answer that is larger than it may be'));
  const { status } = response;
  const headers = new Headers(response.headers);
  // It was decoded on the way in.
  for (const name of ['content-encoding', 'content-length']) headers.delete(name);
  const text = (): string => new TextDecoder().decode(bytes);
  if (status < 200 || status >= 300) return toHubFailure({ status, headers, text: text() }, context);
  if (call.answers === 'json') {
    const problem = findJsonProblem({ headers, text: text() });
    if (problem !== undefined)
      return {
        error: describeDamaged(context, problem.words),
        passes: problem.passes,
        waitMs: 0,
        mayBeDone: true,
      };
  }
  return new Response(bytes.length === 0 ? null : bytes, { status, headers });
}

function findJsonProblem(answer: {
  readonly headers: Headers;
  readonly text: string;
}): { readonly words: string; readonly passes: boolean } | undefined {
  try {
    JSON.parse(answer.text);
    return undefined;
  } catch {
    if (isWebPage(answer)) return { words: 'answered with a web page', passes: false };
    return { words: 'gave an answer that is cut off or is no JSON', passes: true };
  }
}

async function readBytes(response: Response): Promise<Uint8Array<ArrayBuffer> | 'too-large'> {
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const piece of response.body ?? []) {
    sizeBytes += piece.length;
    // Leaving the loop closes the connection.
    if (sizeBytes > answerLimitBytes) return 'too-large';
    pieces.push(piece);
  }
  return new Uint8Array(Buffer.concat(pieces));
}

function addToken(access: HubAccess, url: URL, given: RequestInit['headers']): Headers {
  const headers = new Headers(given);
  headers.set('user-agent', 'lastgood');
  if (access.token.kind === 'token' && url.origin === new URL(access.url).origin)
    headers.set('authorization', `Bearer ${access.token.text}`);
  return headers;
}

/** Weights that go to a hub over https go over https to its stores too. */
function isUnprotected(hub: string, url: URL): boolean {
  return new URL(hub).protocol === 'https:' && url.protocol !== 'https:';
}

function sizeOf(body: unknown): number {
  if (typeof body === 'string') return body.length;
  if (body instanceof Blob) return body.size;
  return ArrayBuffer.isView(body) ? body.byteLength : 0;
}

const final = (error: AppError): HubFailure => ({ error, passes: false, waitMs: 0, mayBeDone: false });

/** Full jitter: anything up to a limit that doubles. @see https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter */
function chooseWait(attempts: number, leastMs: number, random: number): number {
  return Math.max(leastMs, random * Math.min(longestWaitMs, firstWaitMs * 2 ** (attempts - 1)));
}

function giveUp({ error, waitMs }: HubFailure, attempts: number): AppError {
  if (!(error instanceof UnavailableError) || (attempts === 1 && waitMs === 0)) return error;
  const asked = waitMs > 0 ? ` It asks to be left alone for ${Math.ceil(waitMs / 1000)} s.` : '';
  const tried = attempts > 1 ? ` Tried ${attempts} times.` : '';
  const data = { ...error.data, attempts };
  return new UnavailableError(error.code, `${error.message}${asked}${tried}`, { hint: error.hint, data });
}

/** The failure of a write that may have been carried out. */
export function loseAnswer(error: AppError): UnavailableError {
  const message = `${error.message} It was on its way: whether it was carried out is not known.`;
  return new UnavailableError('answer-lost', message, {
    hint: 'Do the same again: what is there already is found and not made twice.',
    data: { ...error.data, after: error.code },
  });
}
