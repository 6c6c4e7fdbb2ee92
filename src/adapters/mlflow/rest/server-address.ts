import { InvalidInputError } from '../../../core/errors/app-error.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import type { MlflowCredentials } from './credentials.ts';

/** Where a server is, apart from who asks. */
export type ServerAddress = {
  /** For people and for files: scheme, host, port and path, without a slash at the end. */
  readonly shown: string;
  /** What every call begins with; ends in a slash. */
  readonly base: URL;
  /** User and password that stood in the address; undefined when none did. */
  readonly credentials: MlflowCredentials | undefined;
};

/**
 * Takes the address of a tracking server apart, as MLFLOW_TRACKING_URI gives it. Pure.
 * @throws InvalidInputError `invalid-configuration`
 */
export function parseServerAddress(text: string): ServerAddress {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === '') {
    const value = makeSafeText(hideSecrets(text), { limit: 80 });
    const message = `"${value}" is not the address of an MLflow server, such as http://127.0.0.1:5000.`;
    throw new InvalidInputError('invalid-configuration', message, { data: { value } });
  }
  const base = new URL(url.href);
  base.username = '';
  base.password = '';
  base.search = '';
  base.hash = '';
  if (!base.pathname.endsWith('/')) base.pathname += '/';
  return { base, shown: base.href.replace(/\/+$/, ''), credentials: findUser(url) };
}

function findUser(url: URL): MlflowCredentials | undefined {
  if (url.username === '' && url.password === '') return undefined;
  return { kind: 'basic', username: unescapePart(url.username), password: unescapePart(url.password) };
}

/** A percent sign that stands for itself is left as it is. */
function unescapePart(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A user, and what follows a question mark or a hash, may be a key. */
function hideSecrets(address: string): string {
  return address.replace(/^.*@/s, '…@').replace(/[?#].*$/s, '?…');
}
