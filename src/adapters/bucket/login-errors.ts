import { type AppError, UnavailableError } from '../../core/errors/app-error.ts';
import { findNetworkError } from './network-errors.ts';
import { PassingFailure } from './passing-failure.ts';

const doing = 'log in to Cloud Storage';

/** Why there is no login, by what the library says. */
const loginProblems: readonly (readonly [says: RegExp, words: string])[] = [
  [/Could not load the default credentials/, 'nobody is logged in on this machine'],
  [/invalid_rapt|reauth/i, 'the login has to be confirmed again'],
  [/invalid_grant/, 'the login has expired or was taken back'],
  [
    /credential file|not a file|must contain|did not (?:find|match)|JSON/i,
    'the file of the login cannot be used',
  ],
];

/**
 * Why no login was found, as an UnavailableError, a PassingFailure where another attempt may go better. Nothing the library threw is
 * kept: its errors hold the request, and that the tokens.
 */
export function toLoginError(thrown: unknown): AppError {
  const network = findNetworkError(thrown, doing);
  if (network !== undefined) return network;
  const status = findStatus(thrown);
  if (status !== undefined && (status === 429 || status >= 500)) {
    const message = `Cannot ${doing}: the server that gives logins is not available at the moment (${status}).`;
    return new PassingFailure('network-failed', message, { data: { status } });
  }
  const said = thrown instanceof Error ? thrown.message : '';
  const [, words] = loginProblems.find(([says]) => says.test(said)) ?? [
    undefined,
    'the login was not accepted',
  ];
  return new UnavailableError('login-required', `Cannot ${doing}: ${words}.`);
}

function findStatus(thrown: unknown): number | undefined {
  if (!(thrown instanceof Error) || !('response' in thrown)) return undefined;
  const { response } = thrown;
  if (typeof response !== 'object' || response === null || !('status' in response)) return undefined;
  return typeof response.status === 'number' ? response.status : undefined;
}
