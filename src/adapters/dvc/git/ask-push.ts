import { describeGitEnd, toGitError } from './git-errors.ts';
import type { Git } from './git-program.ts';
import { describeRemoteBranch, type RemoteBranch } from './remote-branch.ts';

/**
 * Asks whether the remote would let us push to a branch: it is greeted as for a push, and nothing is sent. No hook runs, not even DVC's,
 * which would push models. A branch that has gone on there is no refusal.
 * @throws UnavailableError login-required, access-denied, network-failed and others; the signal's reason
 */
export async function askPush(git: Git, branch: RemoteBranch, signal?: AbortSignal): Promise<void> {
  const end = await git.attempt({
    doing: `ask whether we may push to ${describeRemoteBranch(branch)}`,
    purpose: 'network',
    arguments: [
      ...['push', '--dry-run', '--no-verify', '--porcelain', '--no-follow-tags', '--recurse-submodules=no'],
      ...[branch.remote, `HEAD:${branch.ref}`],
    ],
    signal,
  });
  if (end.ended === 'by-itself') {
    const isJudged = new TextDecoder()
      .decode(end.output)
      .split('\n')
      .some(line => line.startsWith('!\t'));
    if (end.exitCode === 0 || isJudged) return;
  }
  throw toGitError(`push to ${describeRemoteBranch(branch)}`, describeGitEnd(end));
}
