import type { AppError } from '../../core/errors/app-error.ts';
import { UnavailableError } from '../../core/errors/app-error.ts';
import { PassingFailure } from './passing-failure.ts';

type NetworkRow = {
  /** What went wrong, in words. */
  readonly words: string;
  /** Whether another attempt may go better. */
  readonly passes: boolean;
  readonly hint?: string;
};

const certificateHint =
  'If a proxy of yours is in between, name its certificate in NODE_EXTRA_CA_CERTS; if not, check the clock of this machine.';

const untrusted = (words: string): NetworkRow => ({ words, passes: false, hint: certificateHint });
const passing = (words: string): NetworkRow => ({ words, passes: true });

/** What a failed connection means, by the code of Node's error. */
const networkErrors: Readonly<Record<string, NetworkRow>> = {
  ENOTFOUND: passing('the name of the server is not known here'),
  EAI_AGAIN: passing('names of servers cannot be looked up at the moment'),
  ECONNREFUSED: passing('the connection was refused'),
  ECONNRESET: passing('the connection broke off'),
  ECONNABORTED: passing('the connection broke off'),
  EPIPE: passing('the connection broke off'),
  ETIMEDOUT: passing('the connection timed out'),
  ENETUNREACH: passing('there is no network'),
  ENETDOWN: passing('there is no network'),
  EHOSTUNREACH: passing('there is no way to the server'),
  EADDRNOTAVAIL: passing('no local port is free'),
  EPROTO: untrusted('the server speaks no TLS that is understood'),
  CERT_HAS_EXPIRED: untrusted('the certificate of the server has expired'),
  CERT_NOT_YET_VALID: untrusted('the certificate of the server is not valid yet'),
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted('the certificate of the server is not trusted'),
  SELF_SIGNED_CERT_IN_CHAIN: untrusted('the certificate of the server is not trusted'),
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted('the certificate of the server is not trusted'),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted('the certificate of the server is not trusted'),
  ERR_TLS_CERT_ALTNAME_INVALID: untrusted('the certificate is one of another server'),
  ERR_PROXY_TUNNEL: passing('the proxy did not open a connection'),
};

/** How deep causes of causes are followed. */
const causeLimit = 5;

/**
 * A failed connection as an UnavailableError, a PassingFailure where another attempt may go better; undefined for anything else.
 * Nothing of the original message is kept: a client may have put a token there.
 * @param doing what was being done, in words that follow "Cannot"
 */
export function findNetworkError(thrown: unknown, doing: string): AppError | undefined {
  const code = findNetworkCode(thrown);
  if (code === undefined) return undefined;
  const row = networkErrors[code] ?? passing('what came back is no HTTP');
  const message = `Cannot ${doing}: ${row.words} (${code}).`;
  const data = { errno: code };
  if (row.passes) return new PassingFailure('network-failed', message, { data });
  return new UnavailableError('network-failed', message, {
    data,
    ...(row.hint === undefined ? {} : { hint: row.hint }),
  });
}

/** HPE_… is what Node calls an answer that is no HTTP. */
function findNetworkCode(thrown: unknown): string | undefined {
  let error = thrown;
  for (let depth = 0; depth < causeLimit && error instanceof Error; depth += 1) {
    const code = 'code' in error ? error.code : undefined;
    if (typeof code === 'string' && (Object.hasOwn(networkErrors, code) || /^HPE_[A-Z_]+$/.test(code)))
      return code;
    error = error.cause;
  }
  return undefined;
}
