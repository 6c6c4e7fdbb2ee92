import { findVariable, type Variables } from '../../../core/settings/read-environment.ts';

/** Who asks. Never shown, never stored. */
export type MlflowCredentials =
  /** `withheld`: there is a login, which this server is not given: why, as a sentence, and what to do. */
  | { readonly kind: 'none'; readonly withheld?: { readonly because: string; readonly hint: string } }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | { readonly kind: 'bearer'; readonly token: string };

/**
 * The login as MLflow's own client finds it: user and password of the variables, each completed by the file; without both of them the
 * token. Pure.
 * @param file text of `~/.mlflow/credentials`; undefined when there is none
 * @see https://mlflow.org/docs/latest/self-hosting/security/basic-http-auth/
 */
export function findMlflowCredentials(variables: Variables, file: string | undefined): MlflowCredentials {
  const username =
    findVariable(variables, 'MLFLOW_TRACKING_USERNAME') ?? findInFile(file, 'mlflow_tracking_username');
  const password =
    findVariable(variables, 'MLFLOW_TRACKING_PASSWORD') ?? findInFile(file, 'mlflow_tracking_password');
  if (username !== undefined && password !== undefined) return { kind: 'basic', username, password };
  const token = findVariable(variables, 'MLFLOW_TRACKING_TOKEN');
  return token === undefined ? { kind: 'none' } : { kind: 'bearer', token };
}

/** The value of the header `authorization`; undefined: the header is left out. Pure. */
export function formatAuthorization(credentials: MlflowCredentials): string | undefined {
  switch (credentials.kind) {
    case 'none':
      return undefined;
    case 'basic':
      return `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64')}`;
    case 'bearer':
      return `Bearer ${credentials.token}`;
  }
}

/** Every text that must not be shown. The user's name is none. Pure. */
export function listSecrets(credentials: MlflowCredentials): readonly string[] {
  if (credentials.kind === 'none') return [];
  const header = formatAuthorization(credentials)?.replace(/^\w+ /, '') ?? '';
  const own = credentials.kind === 'basic' ? credentials.password : credentials.token;
  return [...new Set([header, own, encodeURIComponent(own)])].filter(secret => secret !== '');
}

/** What Python's configparser makes of a line of the section `[mlflow]`. */
function findInFile(file: string | undefined, key: string): string | undefined {
  let section = '';
  for (const line of (file ?? '').split(/\r?\n/)) {
    const title = /^\[([^\]]*)\]\s*$/.exec(line)?.[1];
    if (title !== undefined) section = title;
    const [, name, value] = /^([^\s#;=:][^=:]*)[=:](.*)$/.exec(line) ?? [];
    if (section === 'mlflow' && name?.trim().toLowerCase() === key) return value?.trim() || undefined;
  }
  return undefined;
}
