import { describeGitEnd, toGitError } from './git-errors.ts';
import type { Git } from './git-program.ts';

/** A ref of ours that keeps a commit until it is known what became of it. */
const pendingFolder = 'refs/lastgood/pending';

/** The ref under which a commit waits until it is known what became of it. Pure. */
export function formatPendingRef(commit: string): string {
  return `${pendingFolder}/${commit}`;
}

/** Notes durably that a commit is about to be pushed, so that it can be asked for after a crash. */
export async function notePending(git: Git, commit: string): Promise<void> {
  await git.call({
    doing: 'note what is about to be pushed',
    purpose: 'write',
    arguments: ['update-ref', formatPendingRef(commit), commit],
  });
}

/** Forgets a commit of which is known what became of it. */
export async function forgetPending(git: Git, commit: string): Promise<void> {
  await git.call({
    doing: 'forget what was pushed',
    purpose: 'write',
    arguments: ['update-ref', '-d', formatPendingRef(commit)],
  });
}

/** Hashes of commits that were about to be pushed and of which is not known whether they were. */
export async function listPending(git: Git): Promise<readonly string[]> {
  const { text } = await git.call({
    doing: 'look for what was about to be pushed',
    purpose: 'read',
    arguments: ['for-each-ref', '--format=%(objectname)', pendingFolder],
  });
  return text.split('\n').filter(line => line !== '');
}

/**
 * Moves a branch from one commit to another and forgets the new one as pending, all or nothing. The working tree and the index stay.
 * Answers false, with nothing changed, where the branch is not at the commit given.
 * @throws ConflictError git-busy; UnavailableError
 */
export async function moveBranch(
  git: Git,
  branch: string,
  { from, to, why }: { readonly from: string; readonly to: string; readonly why: string },
): Promise<boolean> {
  const isPending = (await listPending(git)).includes(to);
  const lines = [
    `update ${branch}\0${to}\0${from}\0`,
    ...(isPending ? [`delete ${formatPendingRef(to)}\0${to}\0`] : []),
  ];
  const call = { doing: 'move the branch', purpose: 'write' } as const;
  const end = await git.attempt({
    ...call,
    arguments: ['update-ref', '-m', why, '--stdin', '-z'],
    input: lines.join(''),
  });
  if (end.ended === 'by-itself' && end.exitCode === 0) return true;
  const { text } = await git.call({
    doing: 'read where the branch is',
    purpose: 'read',
    arguments: ['rev-parse', '--verify', '--quiet', branch],
    accepts: [0, 1],
  });
  const standsAt = text.trim();
  if (standsAt === to) return true;
  if (standsAt !== from) return false;
  throw toGitError(call.doing, describeGitEnd(end));
}

/**
 * Brings the checked-out branch forward to a commit that comes after it, with the working tree and the index, as git itself does it:
 * changes of the user stay, and where one stands in the way git refuses.
 * @throws UnavailableError git-failed and others
 */
export async function fastForward(git: Git, commit: string): Promise<void> {
  await git.call({
    doing: 'bring the branch forward',
    purpose: 'write',
    arguments: ['merge', '--ff-only', '--quiet', '--no-verify-signatures', commit],
  });
}
