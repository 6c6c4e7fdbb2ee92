import { type ErrorFacts, UnavailableError } from '../../../core/errors/app-error.ts';
import type { CallFailure } from './call-failure.ts';

type NetworkRow = {
  /** What went wrong, in words that follow the address of the server. */
  readonly words: string;
  /** Whether another attempt may go better. */
  readonly passes: boolean;
  /** `maybe`: the request may have reached the server. */
  readonly sent: 'no' | 'maybe';
  readonly hint?: string;
};

const certificateHint =
  'If a proxy of yours is in between, or the certificate is your own, name it in NODE_EXTRA_CA_CERTS; if not, check the clock of this machine.';
const addressHint = 'Check the address and that the server runs; what was last read can be read meanwhile.';

const unsent = (words: string): NetworkRow => ({ words, passes: true, sent: 'no', hint: addressHint });
const broken = (words: string): NetworkRow => ({ words, passes: true, sent: 'maybe' });
const untrusted = (words: string): NetworkRow => ({
  words,
  passes: false,
  sent: 'no',
  hint: certificateHint,
});

/** What a failed connection means, by the code of Node's error or undici's. */
const networkRows: Readonly<Record<string, NetworkRow>> = {
  ENOTFOUND: unsent('is not known here'),
  EAI_AGAIN: unsent('cannot be looked up at the moment'),
  ECONNREFUSED: unsent('refused the connection'),
  ENETUNREACH: unsent('cannot be reached: there is no network'),
  ENETDOWN: unsent('cannot be reached: there is no network'),
  EHOSTUNREACH: unsent('cannot be reached'),
  EADDRNOTAVAIL: unsent('cannot be reached: no local port is free'),
  UND_ERR_CONNECT_TIMEOUT: unsent('did not take the connection in time'),
  ETIMEDOUT: broken('did not answer in time'),
  ECONNRESET: broken('broke the connection off'),
  ECONNABORTED: broken('broke the connection off'),
  EPIPE: broken('broke the connection off'),
  UND_ERR_SOCKET: broken('broke the connection off'),
  UND_ERR_HEADERS_TIMEOUT: broken('did not answer in time'),
  UND_ERR_BODY_TIMEOUT: broken('did not answer in time'),
  BADPORT: { words: 'has a port that fetch never asks', passes: false, sent: 'no' },
  EPROTO: untrusted('speaks no TLS that is understood'),
  ERR_SSL_WRONG_VERSION_NUMBER: untrusted('speaks no TLS: its address may begin with http://'),
  CERT_HAS_EXPIRED: untrusted('has a certificate that has expired'),
  CERT_NOT_YET_VALID: untrusted('has a certificate that is not valid yet'),
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted('has a certificate that is not trusted'),
  SELF_SIGNED_CERT_IN_CHAIN: untrusted('has a certificate that is not trusted'),
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted('has a certificate that is not trusted'),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted('has a certificate that is not trusted'),
  ERR_TLS_CERT_ALTNAME_INVALID: untrusted('has a certificate of another server'),
};

/** How deep causes of causes are followed. */
const causeLimit = 5;

/**
 * What a rejection of fetch means for a call. Nothing of its message is kept: the address in it may hold a secret. Pure.
 * @param server the address for people
 * @param doing what was being done, in words that follow "Cannot"
 */
export function toNetworkFailure(thrown: unknown, server: string, doing: string): CallFailure {
  const found = findNetworkCause(thrown);
  const code = found?.code ?? 'FETCH';
  const row = networkRows[code] ?? broken('gave an answer that is no HTTP');
  const data: ErrorFacts = {
    server,
    errno: code,
    ...(/TIMEDOUT|_TIMEOUT$/.test(code) ? { mayStillRun: true } : {}),
  };
  const message = `Cannot ${doing}: ${server} ${row.words} (${code}).`;
  const mayBeDone = row.sent === 'maybe' && found?.wasSent !== false;
  return {
    error: new UnavailableError('network-failed', message, {
      data,
      hint: row.hint ?? addressHint,
    }),
    passes: row.passes,
    waitMs: 0,
    mayBeDone,
  };
}

/** @param wasSent false when it is certain that not one byte of a request left on that connection */
type NetworkCause = { readonly code: string; readonly wasSent: boolean };

function findNetworkCause(thrown: unknown): NetworkCause | undefined {
  let error = thrown;
  for (let depth = 0; depth < causeLimit && error instanceof Error; depth += 1) {
    const code = findCode(error);
    if (code !== undefined && (Object.hasOwn(networkRows, code) || /^HPE_[A-Z_]+$/.test(code)))
      return { code, wasSent: !failedBeforeSending(error) };
    error = error.cause;
  }
  return undefined;
}

/** Of the ports that no browser asks either, fetch only says so. @see https://fetch.spec.whatwg.org/#port-blocking */
function findCode(error: Error): string | undefined {
  if (error.message === 'bad port') return 'BADPORT';
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** undici tells what went over a connection that ended; Node names the call of the system that failed. */
function failedBeforeSending(error: Error): boolean {
  if ('syscall' in error && error.syscall === 'connect') return true;
  if (/before secure TLS connection was established/.test(error.message)) return true;
  const socket = 'socket' in error ? error.socket : undefined;
  return (
    typeof socket === 'object' && socket !== null && 'bytesWritten' in socket && socket.bytesWritten === 0
  );
}
