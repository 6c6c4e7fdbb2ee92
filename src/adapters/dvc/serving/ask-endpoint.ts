import type { EndpointAnswer } from '../../../core/serving/endpoint.ts';
import { describeErrno } from '../../files/file-errors.ts';
import { parseBoundedJson } from '../../files/read-json.ts';
import type { KnownEndpoint } from './load-endpoints.ts';

/** How long an endpoint is waited for, in milliseconds: for both requests together. */
const patienceMs = 2000;

/** Most of an answer that is read. */
const answerLimitBytes = 1024 * 1024;

/** How requests are sent. */
export type Fetch = typeof globalThis.fetch;

/**
 * Asks the server of an endpoint which models it has, as Ollama tells it, or else whether it answers at all. No question goes to a model,
 * no login is sent, no redirect is followed. Never rejects for what the server does; @throws the signal's reason
 */
export async function askEndpoint(
  fetch: Fetch,
  { endpoint, address }: KnownEndpoint,
  signal: AbortSignal | undefined,
): Promise<EndpointAnswer> {
  const origin = findOrigin(address);
  if (origin === undefined) return { endpoint, state: 'silent', words: 'has no address that could be asked' };
  const patience = AbortSignal.timeout(patienceMs);
  const either = signal === undefined ? patience : AbortSignal.any([signal, patience]);
  try {
    const listed = await get(fetch, `${origin}/api/tags`, either);
    const models = listed.isFine ? readModels(listed.bytes) : undefined;
    if (models !== undefined) return judgeModels({ endpoint, address }, models);
    if (!listed.isFine) await get(fetch, `${origin}/`, either);
    return { endpoint, state: 'answers', words: 'answers; it does not say which models it has' };
  } catch (thrown) {
    signal?.throwIfAborted();
    return { endpoint, state: 'silent', words: `does not answer: ${describeFailure(thrown, patience)}` };
  }
}

/** Scheme, host and port, and nothing else of an address; undefined where it is none of a web server. */
function findOrigin(address: string | undefined): string | undefined {
  const url = address === undefined ? null : URL.parse(address);
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? url.origin : undefined;
}

async function get(fetch: Fetch, url: string, signal: AbortSignal) {
  const response = await fetch(url, { redirect: 'manual', signal });
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const piece of response.body ?? []) {
    sizeBytes += piece.length;
    // Leaving the loop closes the connection.
    if (sizeBytes > answerLimitBytes) break;
    pieces.push(piece);
  }
  return { isFine: response.ok && sizeBytes <= answerLimitBytes, bytes: Buffer.concat(pieces) };
}

/**
 * The names in an answer of Ollama; undefined for another one.
 * @see https://github.com/ollama/ollama/blob/main/docs/api.md#list-local-models
 */
function readModels(bytes: Uint8Array): readonly string[] | undefined {
  const reading = parseBoundedJson(bytes);
  const root = reading.ok ? reading.value : null;
  if (typeof root !== 'object' || root === null || !('models' in root)) return undefined;
  const { models } = root;
  if (!Array.isArray(models)) return undefined;
  return models.flatMap(model => {
    const name = typeof model === 'object' && model !== null && 'name' in model ? model['name'] : undefined;
    return typeof name === 'string' ? [name] : [];
  });
}

/** A name without a tag means `latest`, as Ollama takes it. */
function judgeModels({ endpoint }: KnownEndpoint, models: readonly string[]): EndpointAnswer {
  const { ollamaName } = endpoint;
  if (ollamaName === undefined) return { endpoint, state: 'answers', words: 'answers' };
  const wanted = ollamaName.includes(':') ? ollamaName : `${ollamaName}:latest`;
  if (models.includes(wanted)) return { endpoint, state: 'answers', words: `answers, and has ${ollamaName}` };
  return { endpoint, state: 'lacks-model', words: `answers, and has no model ${ollamaName}` };
}

function describeFailure(thrown: unknown, patience: AbortSignal): string {
  if (patience.aborted) return `nothing came within ${patienceMs / 1000} seconds`;
  const cause = thrown instanceof Error ? thrown.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'its host is not known here';
  return typeof code === 'string' && /^[A-Z_0-9]+$/.test(code)
    ? `${describeErrno(code)} (${code})`
    : 'the connection failed';
}
