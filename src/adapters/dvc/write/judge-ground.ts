import { type AppError, ConflictError, UnavailableError } from '../../../core/errors/app-error.ts';
import { quoteWord } from '../../../core/plan/quote-word.ts';
import type { Unwritable } from '../../../core/registry/registry-index.ts';
import { type PushChoice, pushesCommits } from '../../../core/settings/push-choice.ts';
import { describeRemoteBranch } from '../git/remote-branch.ts';
import { shortenBranch, type WorkingTreeState } from '../git/working-tree-state.ts';

/** A working tree on which a move can be made. */
export type ReadyTree = WorkingTreeState & { readonly head: string; readonly branch: string };

/**
 * Why nothing can be committed to a working tree as it stands; undefined where it can. Nothing of a remote is asked: what it said last
 * counts. Pure.
 */
export function judgeGround(state: WorkingTreeState, push: PushChoice): Unwritable | undefined {
  const { head, branch, undertaking, isIndexLocked } = state;
  if (head === undefined)
    return refuse(
      'branch-not-ready',
      'The repository has no commit yet.',
      'Make its first commit, then try again.',
    );
  if (undertaking !== undefined)
    return refuse(
      'branch-not-ready',
      `A ${undertaking} is in progress in the working tree.`,
      `End it, or take it back with git ${undertaking === 'bisect' ? 'bisect reset' : `${undertaking} --abort`}.`,
    );
  if (branch === undefined)
    return refuse(
      'branch-not-ready',
      'No branch is checked out: HEAD is detached.',
      'Check out the branch that moves belong to, with git switch.',
    );
  if (isIndexLocked)
    return refuse(
      'git-busy',
      'Another program of git is at work in the working tree: there is an index.lock.',
    );
  return pushesCommits(push) ? judgeUpstream(state, branch) : undefined;
}

/** @throws ConflictError branch-not-ready, git-busy, plan-blocked: what {@link judgeGround} says */
export function requireGround(state: WorkingTreeState, push: PushChoice): ReadyTree {
  const unwritable = judgeGround(state, push);
  if (unwritable !== undefined) throw toError(unwritable);
  return { ...state, head: state.head ?? '', branch: state.branch ?? '' };
}

function judgeUpstream({ upstream, hasRemote }: WorkingTreeState, branch: string): Unwritable | undefined {
  const name = shortenBranch(branch);
  if (upstream === undefined) {
    if (!hasRemote) return undefined;
    return refuse(
      'plan-blocked',
      `The branch ${name} follows no branch of a remote, so nobody knows where to push.`,
      `Say it once with git push -u origin ${quoteWord(branch.replace(/^refs\/heads\//, ''))}, or push nothing, with push: none for the registry in the configuration.`,
    );
  }
  const { ahead, behind } = upstream;
  if (ahead === 0) return undefined;
  const place = describeRemoteBranch(upstream);
  const commits = ahead === 1 ? '1 commit' : `${ahead} commits`;
  const parted = behind === 0 ? '' : `, and ${place} has ${behind} that it has not`;
  return refuse(
    'plan-blocked',
    `The branch ${name} has ${commits} of yours that ${place} has not${parted}: a move would push them too.`,
    behind === 0 ? 'Push them first, with git push.' : 'Bring both together with git pull, and push.',
  );
}

function refuse(code: Unwritable['code'], problem: string, hint?: string): Unwritable {
  const busy = 'Wait until it has ended; where none runs, remove index.lock in the folder .git.';
  return { code, problem, hint: hint ?? busy };
}

function toError({ code, problem, hint }: Unwritable): AppError {
  return code === 'git-busy'
    ? new UnavailableError(code, problem, { hint })
    : new ConflictError(code, problem, { hint });
}
