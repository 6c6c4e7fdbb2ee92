import { foldHistory } from '../../../core/history/fold-history.ts';
import type { ProjectionOutcome, ProjectOptions } from '../../../core/ports/registry.ts';
import { dvcAliases, formatCandidateTarget, formatStableTarget } from '../dvc-places.ts';
import { listTree } from '../git/git-objects.ts';
import { readWorkingTreeState } from '../git/working-tree-state.ts';
import { bringBranch } from './bring-branch.ts';
import { bringFiles } from './bring-files.ts';
import { readCommittedHistory, toHistoryRead } from './committed-history.ts';
import { describeCommitPush, describeFiles } from './describe-steps.ts';
import { findTruth } from './find-truth.ts';
import { listChangedPaths } from './list-changed-paths.ts';
import type { DvcWritingContext } from './writing-context.ts';

/**
 * Brings the branch, the files and the index of this machine in line with what is committed for a family: of its last operation every
 * file, and its stable pointer. No other path is touched. A file whose bytes git has never seen is never written over.
 * Never throws for one file: it is told as blocked or failed, and the others go on.
 */
export async function projectFamily(
  context: DvcWritingContext,
  family: string,
  options: ProjectOptions = {},
): Promise<readonly ProjectionOutcome[]> {
  const { program, fileSystem } = context;
  const outcomes: ProjectionOutcome[] = [];
  const tell = (outcome: ProjectionOutcome): void => {
    outcomes.push(outcome);
    options.onStep?.(outcome);
  };
  const truth = await findTruth(program, fileSystem);
  if (truth.commit === undefined) return [];
  const branch = await bringBranch(context, truth);
  if (branch !== undefined) {
    tell(branch);
    if (branch.outcome !== 'written') {
      for (const outcome of await listSent(context, 'pushed')) tell(outcome);
      return outcomes;
    }
  }
  const changed = await listChangedPaths(context, truth.commit, family);
  // Without a history nothing is to be brought: its pointers are only the user's.
  if (changed.length === 0) return outcomes;
  const pointers = await listPointers(context, truth.commit, family);
  const paths = [...new Set([...changed, ...pointers.committed])];
  const wanted = paths.filter(path => !options.leave?.has(path));
  // Never stopped in between: until the files are in line, git shows them as changes of the user that undo the move.
  await bringFiles(context, truth.commit, wanted, { onStep: tell });
  // Named by a stage, or given to DVC by somebody who has not committed it: nothing of ours is missing.
  for (const target of pointers.elsewhere.filter(path => !changed.includes(path)))
    tell({ target, before: null, after: null, outcome: 'already', problem: undefined });
  for (const outcome of await bringOthers(context, family)) tell(outcome);
  for (const outcome of await listSent(context)) tell(outcome);
  return outcomes;
}

/** Files that follow what is live, where git does not bring them. */
async function bringOthers(
  { history, following }: DvcWritingContext,
  family: string,
): Promise<readonly ProjectionOutcome[]> {
  const { entries } = await history.readHistory(family);
  const last = entries.findLast(({ entry }) => entry.moves.length > 0)?.entry;
  return last === undefined ? [] : await following.bringOthers(last);
}

/** The pointers of what is live by the history: those that are committed, and those that are not. */
async function listPointers(
  { program }: DvcWritingContext,
  commit: string,
  family: string,
): Promise<{ readonly committed: readonly string[]; readonly elsewhere: readonly string[] }> {
  const { entries } = toHistoryRead(await readCommittedHistory(program, commit, family, new Map()));
  const candidate = foldHistory(entries).aliases.get(dvcAliases.candidate)?.version;
  const paths = [
    formatStableTarget(family),
    ...(candidate == null ? [] : [formatCandidateTarget(family, candidate)]),
  ];
  const files = await Promise.all(paths.map(path => listTree(program, commit, path)));
  const isCommitted = (index: number): boolean => (files[index]?.length ?? 0) > 0;
  return {
    committed: paths.filter((_, index) => isCommitted(index)),
    elsewhere: paths.filter((_, index) => !isCommitted(index)),
  };
}

/** That others have it, and what of that was left out: the plan named both. `pushed`: the remote was asked, and has it. */
async function listSent(
  { program, fileSystem, push, dvc }: DvcWritingContext,
  known: 'pushed' | 'by-the-branch' = 'by-the-branch',
): Promise<readonly ProjectionOutcome[]> {
  const { upstream } = await readWorkingTreeState(program, fileSystem);
  const commit = describeCommitPush({ push, upstream });
  const isSent = known === 'pushed' || commit.omitted !== undefined || upstream?.ahead === 0;
  const same = { before: null, after: null };
  const problem = isSent ? undefined : 'commits of this branch are not pushed';
  const files = describeFiles({ push, hasDvc: await dvc.isThere() });
  return [
    // The files go before the commit does: where there is a commit, they are there.
    { ...same, target: files.target, outcome: 'already', problem: undefined },
    { ...same, target: commit.target, outcome: isSent ? 'already' : 'failed', problem },
  ];
}
