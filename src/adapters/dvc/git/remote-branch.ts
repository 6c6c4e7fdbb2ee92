import { ConflictError, UnavailableError } from '../../../core/errors/app-error.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { describeGitEnd, mayHaveBeenTaken, quoteWords, toGitError } from './git-errors.ts';
import type { Git } from './git-program.ts';
import { shortenBranch, type Upstream } from './working-tree-state.ts';

/** The branch of a remote that moves are pushed to. */
export type RemoteBranch = Pick<Upstream, 'remote' | 'ref'>;

/** How a push ended where nothing is wrong with the way to the remote. `overtaken`: the branch has gone on there, nothing was taken. */
export type PushOutcome = 'pushed' | 'overtaken';

/** How a remote says that somebody was first. @see git-push(1), OUTPUT */
const overtaken =
  /\((?:fetch first|non-fast-forward|stale info|cannot lock ref|failed to update ref|incorrect old value|reference already exists|remote ref updated since checkout)/;

/** A branch of a remote for people: `origin/main`. Pure. */
export function describeRemoteBranch({ remote, ref }: RemoteBranch): string {
  return `${makeSafeText(remote, { limit: 80 })}/${shortenBranch(ref)}`;
}

/**
 * Asks the remote for its branch; answers the hash of the commit it is at. The working tree, the index and branches stay as they are.
 * @throws UnavailableError network-failed, login-required and others; the signal's reason
 */
export async function fetchBranch(git: Git, branch: RemoteBranch, signal?: AbortSignal): Promise<string> {
  const place = describeRemoteBranch(branch);
  await git.call({
    doing: `ask for ${place}`,
    purpose: 'network',
    arguments: ['fetch', '--quiet', '--no-tags', '--no-recurse-submodules', branch.remote, branch.ref],
    signal,
  });
  const { text } = await git.call({
    doing: `read what ${place} is at`,
    purpose: 'read',
    arguments: ['rev-parse', '--verify', 'FETCH_HEAD^{commit}'],
  });
  return text.trim();
}

/**
 * Asks the remote what its branch is at, and fetches nothing; undefined where it has no such branch.
 * @throws UnavailableError network-failed, login-required and others; the signal's reason
 */
export async function askTip(
  git: Git,
  branch: RemoteBranch,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const { text } = await git.call({
    doing: `ask for ${describeRemoteBranch(branch)}`,
    purpose: 'network',
    arguments: ['ls-remote', '--quiet', branch.remote, branch.ref],
    signal,
  });
  return /^([0-9a-f]{40,64})\t/.exec(text)?.[1];
}

/** Whether a commit is another one or comes before it. */
export async function isContained(git: Git, commit: string, inCommit: string): Promise<boolean> {
  const { exitCode } = await git.call({
    doing: 'compare two commits',
    purpose: 'read',
    arguments: ['merge-base', '--is-ancestor', commit, inCommit],
    accepts: [0, 1],
  });
  return exitCode === 0;
}

/**
 * Pushes a commit to the branch of a remote, never by force. The user's `pre-push` hook runs.
 * Where the answer was lost the remote is asked whether it has taken the commit.
 * @throws ConflictError push-refused: a hook or a rule; UnavailableError network-failed, login-required, access-denied and others: nothing
 *   was taken; answer-lost: nobody knows
 */
export async function pushCommit(git: Git, commit: string, branch: RemoteBranch): Promise<PushOutcome> {
  const place = describeRemoteBranch(branch);
  const doing = `push to ${place}`;
  const end = await git.attempt({
    doing,
    purpose: 'push',
    arguments: [
      ...['push', '--porcelain', '--no-follow-tags', '--recurse-submodules=no'],
      ...[branch.remote, `${commit}:${branch.ref}`],
    ],
  });
  if (end.ended === 'by-itself' && end.exitCode === 0) return 'pushed';
  const refusal = end.ended === 'by-itself' ? findRefusal(new TextDecoder().decode(end.output)) : undefined;
  const failure = describeGitEnd(end);
  if (refusal !== undefined) {
    if (overtaken.test(refusal)) return 'overtaken';
    throw pushRefused(place, `${failure.words}\n${refusal}`);
  }
  if (mayHaveBeenTaken(failure)) return await askWhetherTaken(git, commit, branch);
  const error = toGitError(doing, failure);
  // Without a word of the remote it was a hook on this machine that ended the push.
  throw error.code === 'git-failed' ? pushRefused(place, failure.words, ownHookHint) : error;
}

async function askWhetherTaken(git: Git, commit: string, branch: RemoteBranch): Promise<PushOutcome> {
  const place = describeRemoteBranch(branch);
  let tip: string;
  try {
    tip = await fetchBranch(git, branch);
  } catch (cause) {
    throw new UnavailableError(
      'answer-lost',
      `The move was pushed to ${place}, its answer never came, and it cannot be asked.`,
      { cause, hint: `Once ${place} can be reached, run lastgood doctor: it finds out and finishes.` },
    );
  }
  if (await isContained(git, commit, tip)) return 'pushed';
  throw new UnavailableError('network-failed', `The push to ${place} was cut off. It was not taken.`);
}

const ownHookHint =
  'Look at the hook pre-push of this repository: it ended the push before the remote was asked.';

/** What is said of the ref that was not taken: `[remote rejected] (pre-receive hook declined)`. */
function findRefusal(output: string): string | undefined {
  const line = output.split('\n').find(each => each.startsWith('!\t'));
  return line?.split('\t').slice(2).join(' ');
}

function pushRefused(place: string, words: string, hint?: string): ConflictError {
  const options = hint === undefined ? {} : { hint };
  return new ConflictError('push-refused', `The push to ${place} was refused.${quoteWords(words)}`, options);
}
