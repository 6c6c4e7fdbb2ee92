import { describe, expect, it } from 'vitest';
import { toNetworkFailure } from '../../../../src/adapters/mlflow/rest/network-failure.ts';

/** An error as fetch throws it. */
function rejectionOf(cause: unknown): Error {
  return new TypeError('fetch failed', { cause });
}

function causeOf(code: string, facts: Readonly<Record<string, unknown>> = {}, message = 'no'): Error {
  return Object.assign(new Error(message), { code, ...facts });
}

describe('whether a request that failed may have reached the server', () => {
  it.each([
    ['a refused connection', causeOf('ECONNREFUSED', { syscall: 'connect' }), false],
    [
      'a refused connection of a name with several addresses',
      Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' }),
      false,
    ],
    ['a name nobody knows', causeOf('ENOTFOUND', { syscall: 'getaddrinfo' }), false],
    ['a connection that was never made', causeOf('UND_ERR_CONNECT_TIMEOUT'), false],
    ['a time-out while connecting', causeOf('ETIMEDOUT', { syscall: 'connect' }), false],
    ['a certificate that is not trusted', causeOf('DEPTH_ZERO_SELF_SIGNED_CERT'), false],
    [
      'a reset before TLS was there',
      causeOf(
        'ECONNRESET',
        {},
        'Client network socket disconnected before secure TLS connection was established',
      ),
      false,
    ],
    [
      'a connection that ended before anything was written',
      causeOf('UND_ERR_SOCKET', { socket: { bytesWritten: 0 } }),
      false,
    ],
    [
      'a connection that ended after the request',
      causeOf('UND_ERR_SOCKET', { socket: { bytesWritten: 310 } }),
      true,
    ],
    ['a reset', causeOf('ECONNRESET', { syscall: 'read' }), true],
    ['a time-out while reading', causeOf('ETIMEDOUT', { syscall: 'read' }), true],
    ['an answer that is no HTTP', causeOf('HPE_INVALID_CONSTANT'), true],
    ['what nobody knows', causeOf('EWHATEVER'), true],
  ])('%s', (_, cause, mayBeDone) => {
    const failure = toNetworkFailure(rejectionOf(cause), 'https://mlflow.example.org', 'list the models');
    expect(failure.mayBeDone).toBe(mayBeDone);
    expect(failure.error.code).toBe('network-failed');
    expect(failure.error.message).toMatch(/^Cannot list the models: https:\/\/mlflow\.example\.org [a-z]/);
  });

  it('a certificate is not tried again and a hint says what to set', () => {
    const cause = causeOf('SELF_SIGNED_CERT_IN_CHAIN');
    const failure = toNetworkFailure(rejectionOf(cause), 'https://mlflow.example.org', 'list the models');
    expect(failure.passes).toBe(false);
    expect(failure.error.hint).toContain('NODE_EXTRA_CA_CERTS');
  });

  it('nothing of the original message is kept', () => {
    const cause = causeOf('ECONNRESET', {}, 'https://ada:geheim@host failed');
    const { error } = toNetworkFailure(rejectionOf(cause), 'https://host', 'list the models');
    expect(JSON.stringify([error.message, error.data, String(error.cause)])).not.toContain('geheim');
  });
});
