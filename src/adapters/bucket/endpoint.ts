import { InvalidInputError } from '../../core/errors/app-error.ts';
import { findVariable, type Variables } from '../../core/settings/read-environment.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';

/** Where the JSON API is spoken to. */
export type Endpoint = {
  /** Scheme, host and port. */
  readonly origin: URL;
  /** An emulator, which is never shown a login. */
  readonly isEmulator: boolean;
};

const variable = 'STORAGE_EMULATOR_HOST';

/**
 * Cloud Storage itself, or the emulator that STORAGE_EMULATOR_HOST names. Pure.
 * @throws InvalidInputError `invalid-configuration`
 */
export function findEndpoint(variables: Variables): Endpoint {
  const text = findVariable(variables, variable);
  if (text === undefined) return { origin: new URL('https://storage.googleapis.com'), isEmulator: false };
  const address = /^https?:\/\//.test(text) ? text : `http://${text}`;
  const origin = URL.parse(address);
  if (origin === null || !isServerOnly(origin)) {
    const value = makeSafeText(withoutSecrets(text), { limit: 80 });
    const message = `${variable}: "${value}" is not the address of a server, such as http://127.0.0.1:4443.`;
    throw new InvalidInputError('invalid-configuration', message, { data: { variable, value } });
  }
  return { origin, isEmulator: true };
}

function isServerOnly({ pathname, search, hash, username, password }: URL): boolean {
  return pathname === '/' && [search, hash, username, password].every(part => part === '');
}

/** A user, and what follows a question mark or a hash, may be a key. */
function withoutSecrets(address: string): string {
  return address.replace(/^.*@/s, '…@').replace(/[?#].*$/s, '?…');
}
