/** One request to a service. */
export type ServiceRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'HEAD';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** What came of it. `broken`: no whole answer came; `wasSent` says whether the service may have taken it all the same. */
export type ServiceAnswer =
  | { readonly at: 'answer'; readonly status: number; readonly headers: Headers; readonly text: string }
  | { readonly at: 'broken'; readonly words: string; readonly code: string; readonly wasSent: boolean };

/** Code of a request that was broken off by whoever asked: it says nothing of the service. */
export const stoppedCode = 'STOPPED';

/** How long a service may take for one answer, in milliseconds. */
export const answerLimitMs = 10_000;

/** Longest answer that is read, in bytes; a longer one is cut there. */
const limitBytes = 2 * 1024 * 1024;

const brokenWords: Readonly<Record<string, { readonly words: string; readonly wasSent: boolean }>> = {
  ENOTFOUND: { words: 'is not known here', wasSent: false },
  EAI_AGAIN: { words: 'cannot be looked up at the moment', wasSent: false },
  ECONNREFUSED: { words: 'refused the connection', wasSent: false },
  ENETUNREACH: { words: 'cannot be reached: there is no network', wasSent: false },
  EHOSTUNREACH: { words: 'cannot be reached', wasSent: false },
  UND_ERR_CONNECT_TIMEOUT: { words: 'did not take the connection in time', wasSent: false },
  CERT_HAS_EXPIRED: { words: 'has a certificate that has expired', wasSent: false },
  DEPTH_ZERO_SELF_SIGNED_CERT: { words: 'has a certificate that is not trusted', wasSent: false },
  SELF_SIGNED_CERT_IN_CHAIN: { words: 'has a certificate that is not trusted', wasSent: false },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: { words: 'has a certificate that is not trusted', wasSent: false },
  ERR_TLS_CERT_ALTNAME_INVALID: { words: 'has a certificate of another server', wasSent: false },
  BADPORT: { words: 'has a port that fetch never asks', wasSent: false },
  ECONNRESET: { words: 'broke the connection off', wasSent: true },
  UND_ERR_SOCKET: { words: 'broke the connection off', wasSent: true },
};

/**
 * Asks a service once. It is not followed anywhere: what is sent is for this address only. Never rejects for what goes wrong on the way,
 * and nothing of what fetch says is kept: it may name the address, which may be a secret.
 * @param limitMs how long it may take in all, in milliseconds
 */
export async function exchange(request: ServiceRequest, limitMs = answerLimitMs): Promise<ServiceAnswer> {
  const { method, url, headers, body, signal } = request;
  const timeout = AbortSignal.timeout(limitMs);
  const both = signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
  try {
    const response = await fetch(url, {
      ...{ method, headers, redirect: 'manual', signal: both },
      ...(body === undefined ? {} : { body }),
    });
    return {
      at: 'answer',
      status: response.status,
      headers: response.headers,
      text: await readText(response),
    };
  } catch (thrown) {
    if (signal?.aborted)
      return { at: 'broken', words: 'was not waited for', code: stoppedCode, wasSent: true };
    if (timeout.aborted)
      return {
        at: 'broken',
        words: `gave no answer within ${limitMs / 1000} s`,
        code: 'TIMEOUT',
        wasSent: true,
      };
    const code = findCode(thrown);
    return {
      at: 'broken',
      code,
      ...(brokenWords[code] ?? { words: 'gave an answer that is no HTTP', wasSent: true }),
    };
  }
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > limitBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, limitBytes).toString('utf8');
}

/** The first code of Node or undici among a failure and its causes. */
function findCode(thrown: unknown): string {
  let error = thrown;
  for (let depth = 0; depth < 5 && error instanceof Error; depth += 1) {
    // Of the ports that no browser asks either, fetch only says so.
    if (error.message === 'bad port') return 'BADPORT';
    if ('code' in error && typeof error.code === 'string') return error.code;
    error = error.cause;
  }
  return 'FETCH';
}
