import type { Connection } from '../../core/connections/connection.ts';
import { toAppError } from '../../core/errors/app-error.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { exchange } from '../http/exchange.ts';
import type { MlflowClient } from './mlflow-client.ts';
import type { MlflowCredentials } from './rest/credentials.ts';

/** A server that is looked at, and who asks. */
export type ServerExamination = {
  readonly name: string;
  readonly client: Pick<MlflowClient, 'url' | 'searchModels'>;
  readonly credentials: MlflowCredentials;
  /** What whoever uses the login has to know; undefined: nothing. */
  readonly warning: string | undefined;
};

/**
 * Who we are on an MLflow server and whether it lets us read: its version, and one page of one model. Whether it would let us write cannot
 * be asked. Changes nothing. Rejects with the signal's reason only.
 */
export async function examineServer(
  { name, client, credentials, warning }: ServerExamination,
  signal: AbortSignal | undefined,
): Promise<Connection> {
  const base = { name, place: client.url };
  try {
    const [version] = await Promise.all([
      findVersion(client.url, signal),
      client.searchModels({ maxResults: 1, signal }),
    ]);
    const identity = credentials.kind === 'basic' ? makeSafeText(credentials.username, { limit: 80 }) : null;
    const missing = listMissing(credentials, warning);
    const read = version === undefined ? 'read models' : `read models (MLflow ${version})`;
    const may = [read, 'write: only seen when it is done'];
    return { ...base, state: missing.length === 0 ? 'ready' : 'limited', identity, may, missing };
  } catch (thrown) {
    signal?.throwIfAborted();
    const { message: what, hint: fix } = toAppError(thrown);
    return { ...base, state: 'not-usable', identity: null, may: [], missing: [{ what, fix }] };
  }
}

function listMissing(credentials: MlflowCredentials, warning: string | undefined): Connection['missing'] {
  const withheld = credentials.kind === 'none' ? credentials.withheld : undefined;
  return [
    ...(withheld === undefined ? [] : [{ what: withheld.because, fix: withheld.hint }]),
    ...(warning === undefined ? [] : [{ what: warning, fix: 'Name the server by an address https://….' }]),
  ];
}

/** The server says it to everybody; one behind another front may not, and nothing depends on it. The login is not sent along. */
async function findVersion(url: string, signal: AbortSignal | undefined): Promise<string | undefined> {
  const answer = await exchange({ method: 'GET', url: `${url}/version`, headers: {}, signal });
  const text = answer.at === 'answer' && answer.status === 200 ? answer.text.trim() : '';
  return /^\d+\.\d+[\w.+-]{0,30}$/.test(text) ? text : undefined;
}
