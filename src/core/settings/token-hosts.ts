import { findVariable, type Variables } from './read-environment.ts';
import { hostOf, isLoopback, isServerText, readServerText } from './server-address.ts';
import { trackingVariable } from './tracking-uri.ts';

/** Which servers may be given a login of the environment. */
export type TokenHosts = {
  /** What each source that says anything allows, with its words: `tokenHosts is set in PATH`. A host has to be in all of them. */
  readonly lists: readonly { readonly hosts: readonly string[]; readonly said: string }[];
  /** What whoever runs this stands behind: hosts of the lists that are theirs, and origins of registries they configured. */
  readonly trusted: readonly string[];
};

/** A server, and where it was named. */
export type NamedServer = {
  /** Scheme, host, port and path. */
  readonly url: string;
  /** `--registry`, `LASTGOOD_REGISTRY`, `MLFLOW_TRACKING_URI`, or the path of a configuration file. */
  readonly said: string;
  /** Said where only whoever runs this names a server of its kind: in the environment, or in their own file. */
  readonly isOwn?: boolean | undefined;
  /** Another way than `tokenHosts` to name it as one's own, in words that follow "or"; undefined: that of MLflow. */
  readonly otherWay?: string | undefined;
};

/** Whether a server may be given a login, and if not, why: as a sentence, and what to do. */
export type TokenVerdict =
  | { readonly may: true }
  | { readonly may: false; readonly because: string; readonly hint: string };

/** Places in which only who runs this names a server. */
const ownPlaces: ReadonlySet<string> = new Set(['--registry', 'LASTGOOD_REGISTRY']);

/**
 * Whether a server may be given a login of the environment: none of the lists leaves its host out, and who runs this named it, on the
 * command line, in the environment, or in their own configuration. A file of the project names servers, and is written by others. Pure.
 * @param environment variables of the process, without what a `.env` adds
 */
export function judgeTokenHost(
  { url, said, isOwn, otherWay = `set ${trackingVariable} to ${url}` }: NamedServer,
  { lists, trusted }: TokenHosts,
  environment: Variables,
): TokenVerdict {
  const host = hostOf(url);
  const closed = lists.find(({ hosts }) => !hosts.some(each => isHost(each, url)));
  if (closed !== undefined) {
    return {
      may: false,
      because: `${host} is given no login: ${closed.said}, and does not name it.`,
      hint: `If ${host} may have it, add it there.`,
    };
  }
  const tracking = readServerText(findVariable(environment, trackingVariable) ?? '');
  const isTheirs =
    isOwn === true ||
    ownPlaces.has(said) ||
    isLoopback(url) ||
    (tracking.ok && isOrigin(tracking.address.url, url)) ||
    trusted.some(each => (isServerText(each) ? isOrigin(each, url) : isHost(each, url)));
  if (isTheirs) return { may: true };
  const where = said === trackingVariable ? '.env' : said;
  return {
    may: false,
    because: `${host} is given no login: only ${where} names it, which others write.`,
    hint: `If ${host} may have it, add it to tokenHosts of your own configuration, or ${otherWay}.`,
  };
}

/** Whether a login goes to this server readable for everybody on the way. Pure. */
export function isReadableOnTheWay(url: string): boolean {
  return new URL(url).protocol === 'http:' && !isLoopback(url);
}

/** `mlflow.example.org` is that host on every port, `mlflow.example.org:5000` on this one. */
function isHost(entry: string, url: string): boolean {
  const { protocol, hostname, port } = new URL(url);
  const usual = protocol === 'https:' ? '443' : '80';
  return [hostname, `${hostname}:${port || usual}`].includes(entry.toLowerCase());
}

function isOrigin(one: string, other: string): boolean {
  return new URL(one).origin === new URL(other).origin;
}
