import { InvalidInputError } from '../errors/app-error.ts';
import { hideSecrets, isServerText, parseServerText, type ServerAddress } from './server-address.ts';

/** Variable by which MLflow's own programs, and the originals that use it, are told where it keeps everything. */
export const trackingVariable = 'MLFLOW_TRACKING_URI';

/** Where MLflow keeps a registry: behind a server, or in a folder of this machine. */
export type TrackingPlace =
  | { readonly at: 'server'; readonly address: ServerAddress }
  /** `path`: as written, relative or absolute. */
  | { readonly at: 'folder'; readonly path: string };

/** Stores that only an MLflow server opens, by the beginning of their address. */
const databaseForm = /^(?:sqlite|postgres(?:ql)?|mysql|mariadb|mssql|oracle)(?:\+\w+)?:/i;

const databricksForm = /^(?:databricks(?:-uc)?|uc)(?::|$)/i;

/**
 * What a text means to MLflow: an address of a server, a `file:` URI, or a folder. Pure.
 * @param said where it was given, for the message
 * @throws InvalidInputError registry-kind-unknown for a store that nobody but MLflow itself opens; usage for what is no address
 * @see https://mlflow.org/docs/latest/self-hosting/architecture/backend-store/
 */
export function parseTrackingUri(text: string, said: string): TrackingPlace {
  if (isServerText(text)) return { at: 'server', address: parseServerText(text, said) };
  const shown = hideSecrets(text);
  if (databaseForm.test(text)) {
    throw new InvalidInputError(
      'registry-kind-unknown',
      `${said}: "${shown}" is a database, which only an MLflow server may open.`,
      {
        hint: `Start one on it: mlflow server --backend-store-uri ${shown} --port 5000. Then name http://127.0.0.1:5000.`,
        data: { address: shown },
      },
    );
  }
  if (databricksForm.test(text)) {
    throw new InvalidInputError(
      'registry-kind-unknown',
      `${said}: "${shown}" leaves the address to a profile of Databricks, which lastgood does not read.`,
      {
        hint: 'Name the address itself, https://HOST, with its token in MLFLOW_TRACKING_TOKEN.',
        data: { address: shown },
      },
    );
  }
  if (/^file:/i.test(text)) return { at: 'folder', path: readFileUri(text, said) };
  return { at: 'folder', path: text };
}

/** The path of a `file:` URI: `file:///abs`, `file:./relative`. @throws InvalidInputError usage */
function readFileUri(text: string, said: string): string {
  const [, host = '', path = ''] = /^file:(?:\/\/([^/]*))?([^?#]*)/i.exec(text) ?? [];
  const decoded = decode(path);
  if (['', 'localhost', '127.0.0.1'].includes(host) && decoded) return decoded;
  const shown = hideSecrets(text);
  throw new InvalidInputError('usage', `${said}: "${shown}" names no folder of this machine.`, {
    hint: 'Write file:///ABSOLUTE/FOLDER, or the folder itself.',
    data: { address: shown },
  });
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
