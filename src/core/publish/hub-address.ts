import { findVariable, type Variables } from '../settings/read-environment.ts';
import { isServerText, readServerText, type ServerReading } from '../settings/server-address.ts';
import { judgeTokenHost, type TokenHosts, type TokenVerdict } from '../settings/token-hosts.ts';

/** The hub that is meant where nobody names one. */
export const usualHubUrl = 'https://huggingface.co';

/** Variable that names another hub, as the hub's own programs read it. */
export const hubVariable = 'HF_ENDPOINT';

/** Variables that hold the token, the first one that is set counts. @see https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables */
export const hubTokenVariables = ['HF_TOKEN', 'HUGGINGFACE_HUB_TOKEN', 'HUGGING_FACE_HUB_TOKEN'] as const;

/** Longest name of a repository, without the organisation. */
const nameLimit = 96;

/** The hub that a variable names, or the usual one. Pure. */
export function readHubText(text: string | undefined): ServerReading {
  if (text === undefined) return { ok: true, address: { url: usualHubUrl, login: undefined } };
  if (!isServerText(text)) return { ok: false, problem: 'is no address of a hub: https://HOST' };
  const reading = readServerText(text);
  if (reading.ok && reading.address.login !== undefined)
    return { ok: false, problem: 'holds a login; the token is given by HF_TOKEN' };
  return reading;
}

/**
 * Whether a hub may be given the token. The usual one is whose token it is; another one only where who runs this names it: a `.env` is
 * written by others. Pure.
 * @param own variables of the process, without what a `.env` adds
 */
export function judgeHubToken(url: string, tokenHosts: TokenHosts, own: Variables): TokenVerdict {
  const named = readHubText(findVariable(own, hubVariable));
  const theirs = [usualHubUrl, ...(named.ok ? [named.address.url] : [])];
  const isOwn = theirs.includes(url);
  const otherWay = `set ${hubVariable} to ${url} in your environment`;
  return judgeTokenHost({ url, said: '.env', isOwn, otherWay }, tokenHosts, own);
}

/** What is wrong with `ORG/NAME`, in words that follow it; undefined: nothing. Pure. */
export function findRepositoryProblem(text: string): string | undefined {
  const parts = text.split('/');
  const [owner, name] = parts;
  if (parts.length !== 2 || !owner || !name) return 'is no repository of a hub: write ORG/NAME';
  for (const part of [owner, name]) {
    if (!/^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(part) || /[.-]$|--|\.\./.test(part))
      return 'has a name the hub does not take: letters, digits, single dots and dashes, underscores';
    if (part.length > nameLimit) return `has a name longer than ${nameLimit} characters`;
  }
  return name.endsWith('.git') ? 'ends with .git' : undefined;
}

/** What is wrong with a name for a tag of git, in words that follow it; undefined: nothing. Pure. @see https://git-scm.com/docs/git-check-ref-format */
export function findTagProblem(text: string): string | undefined {
  if (/^(?:main|HEAD|[0-9a-f]{40})$/i.test(text))
    return 'cannot be a tag: it already means a branch or a commit';
  const isTaken = /^[A-Za-z0-9_][A-Za-z0-9._+-]*$/.test(text) && !/\.\.|\.lock$|\.$/.test(text);
  return isTaken && text.length <= 128
    ? undefined
    : 'cannot be a tag: letters, digits, dots, dashes and underscores, at most 128';
}

/** What is wrong with the id of a licence, in words that follow it; undefined: nothing. The hub has a list of its own. Pure. */
export function findLicenceProblem(text: string): string | undefined {
  return /^[a-z0-9][a-z0-9.+-]{0,63}$/.test(text)
    ? undefined
    : 'is no id of a licence: write it as the hub does, for example apache-2.0, mit or other';
}
