import { toAppError, UnavailableError } from '../../../core/errors/app-error.ts';
import type { FileSystem } from '../../../core/ports/file-system.ts';
import type { Git } from '../git/git-program.ts';
import { forgetPending, listPending } from '../git/move-branch.ts';
import { fetchBranch, isContained } from '../git/remote-branch.ts';
import { readWorkingTreeState } from '../git/working-tree-state.ts';

/** The commit by which everything is judged. */
export type Truth = {
  /** HEAD, or a commit of ours behind it that is pushed and to which the branch was not brought yet; undefined before the first commit. */
  readonly commit: string | undefined;
  readonly head: string | undefined;
  /** A move of ours was cut off while it was pushed, and the remote cannot be asked whether it has it. */
  readonly isUnsettled: boolean;
};

/**
 * What counts as committed. After a process was killed while it pushed, the remote is asked once what became of it: what it has not is
 * forgotten, as if it had never been made. No branch and no file is changed.
 * @throws UnavailableError tool-missing, git-failed and others
 */
export async function findTruth(git: Git, fileSystem: FileSystem): Promise<Truth> {
  const [pending, head] = await Promise.all([listPending(git), readHead(git)]);
  if (pending.length === 0) return { commit: head, head, isUnsettled: false };
  const { upstream } = await readWorkingTreeState(git, fileSystem);
  const own: string[] = [];
  for (const commit of pending) {
    if (head !== undefined && (await isContained(git, commit, head))) await forgetPending(git, commit);
    else own.push(commit);
  }
  if (own.length === 0) return { commit: head, head, isUnsettled: false };
  // Without a remote nothing of it can have got anywhere.
  if (upstream === undefined) return { commit: head, head, isUnsettled: true };
  try {
    const tip = await fetchBranch(git, upstream);
    let commit = head;
    for (const each of own) {
      if (await isContained(git, each, tip)) commit = each;
      else await forgetPending(git, each);
    }
    return { commit, head, isUnsettled: false };
  } catch (thrown) {
    if (!(toAppError(thrown) instanceof UnavailableError)) throw thrown;
    return { commit: head, head, isUnsettled: true };
  }
}

/** The commit that is checked out; undefined before the first one. */
export async function readHead(git: Git): Promise<string | undefined> {
  const { text, exitCode } = await git.call({
    doing: 'read what is checked out',
    purpose: 'read',
    arguments: ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'],
    accepts: [0, 1],
  });
  return exitCode === 0 ? text.trim() : undefined;
}
