import { UnavailableError } from '../../core/errors/app-error.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import type { FailureContext, HubFailure } from './hub-failure.ts';

type NetworkRow = { readonly words: string; readonly sent: 'no' | 'maybe'; readonly passes: boolean };

const rows: Readonly<Record<string, NetworkRow>> = {
  ENOTFOUND: { words: 'cannot be found: no such host', sent: 'no', passes: true },
  EAI_AGAIN: { words: 'cannot be found at the moment', sent: 'no', passes: true },
  ECONNREFUSED: { words: 'refuses the connection', sent: 'no', passes: true },
  EHOSTUNREACH: { words: 'cannot be reached from here', sent: 'no', passes: true },
  ENETUNREACH: { words: 'cannot be reached from here', sent: 'no', passes: true },
  UND_ERR_CONNECT_TIMEOUT: { words: 'did not take the connection in time', sent: 'no', passes: true },
  ECONNRESET: { words: 'broke the connection off', sent: 'maybe', passes: true },
  EPIPE: { words: 'broke the connection off', sent: 'maybe', passes: true },
  ETIMEDOUT: { words: 'did not answer in time', sent: 'maybe', passes: true },
  UND_ERR_SOCKET: { words: 'broke the connection off', sent: 'maybe', passes: true },
  UND_ERR_HEADERS_TIMEOUT: { words: 'did not answer in time', sent: 'maybe', passes: true },
  UND_ERR_BODY_TIMEOUT: { words: 'did not answer in time', sent: 'maybe', passes: true },
};

const certificateCodes = /^(?:CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERR_TLS)/;
const untrusted: NetworkRow = {
  words: 'shows a certificate that is not trusted here',
  sent: 'no',
  passes: false,
};
const unknown: NetworkRow = { words: 'could not be spoken with to the end', sent: 'maybe', passes: true };

/** What `fetch` rejected with, or a body that broke off, as a failure. Pure. */
export function toNetworkFailure(thrown: unknown, { access, doing }: FailureContext): HubFailure {
  const code = findCode(thrown);
  const row = rows[code] ?? (certificateCodes.test(code) ? untrusted : unknown);
  const shown = code === '' ? '' : ` (${makeSafeText(code, { limit: 60 })})`;
  const error = new UnavailableError(
    'network-failed',
    `Cannot ${doing}: ${access.url} ${row.words}${shown}.`,
    {
      data: { hub: access.url },
      hint: 'Check the network connection and try again: what was sent already is not sent again.',
    },
  );
  return { error, passes: row.passes, waitMs: 0, mayBeDone: row.sent === 'maybe' };
}

/** An attempt that took longer than it may. Pure. */
export function describeSlow({ access, doing }: FailureContext, totalMs: number): HubFailure {
  const seconds = Number((totalMs / 1000).toPrecision(3));
  const message = `Cannot ${doing}: ${access.url} took longer than ${seconds} s.`;
  const error = new UnavailableError('network-failed', message, { data: { hub: access.url } });
  return { error, passes: true, waitMs: 0, mayBeDone: true };
}

function findCode(thrown: unknown): string {
  for (
    let each: unknown = thrown, depth = 0;
    each instanceof Error && depth < 5;
    each = each.cause, depth += 1
  ) {
    if ('code' in each && typeof each.code === 'string') return each.code;
  }
  return '';
}
