import { toAppError } from '../../../core/errors/app-error.ts';
import type { ProjectionOutcome } from '../../../core/ports/registry.ts';
import { moveBranch } from '../git/move-branch.ts';
import { isContained } from '../git/remote-branch.ts';
import { readWorkingTreeState, shortenBranch } from '../git/working-tree-state.ts';
import type { Truth } from './find-truth.ts';
import type { DvcWritingContext } from './writing-context.ts';

/**
 * Brings the branch of this machine to a move that is pushed, after a crash between the two. The files are not touched. Undefined where the
 * branch is where it belongs.
 */
export async function bringBranch(
  { program, fileSystem }: Pick<DvcWritingContext, 'program' | 'fileSystem'>,
  { commit, head }: Truth,
): Promise<ProjectionOutcome | undefined> {
  if (commit === undefined || head === undefined || commit === head) return undefined;
  const { branch } = await readWorkingTreeState(program, fileSystem);
  const target = branch === undefined ? 'HEAD' : shortenBranch(branch);
  const change = { target, before: head.slice(0, 8), after: commit.slice(0, 8) };
  const why = 'lastgood: finish what was pushed';
  if (branch !== undefined && (await isContained(program, head, commit))) {
    try {
      if (await moveBranch(program, branch, { from: head, to: commit, why }))
        return { ...change, outcome: 'written', problem: undefined };
    } catch (thrown) {
      const { message, hint } = toAppError(thrown);
      return { ...change, outcome: 'failed', problem: `${message} ${hint}` };
    }
  }
  const problem = 'it went on since the move was pushed; bring both together with git pull';
  return { ...change, outcome: 'blocked', problem };
}
