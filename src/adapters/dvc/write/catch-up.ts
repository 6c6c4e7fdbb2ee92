import { ConflictError, UnavailableError } from '../../../core/errors/app-error.ts';
import type { ProjectionOutcome } from '../../../core/ports/registry.ts';
import type { RefreshOptions } from '../../../core/ports/source.ts';
import { pushesCommits } from '../../../core/settings/push-choice.ts';
import { withoutFullStop } from '../../../core/text/full-stop.ts';
import { fetchBranch } from '../git/remote-branch.ts';
import { readWorkingTreeState } from '../git/working-tree-state.ts';
import { bringBranch } from './bring-branch.ts';
import { bringFiles } from './bring-files.ts';
import { bringLagging } from './bring-lagging.ts';
import { readCommittedHistory } from './committed-history.ts';
import { findTruth, type Truth } from './find-truth.ts';
import { followRemote, type WantedPlace } from './follow-remote.ts';
import { judgeGround, requireGround } from './judge-ground.ts';
import { listPathsBetween } from './list-changed-paths.ts';
import type { DvcWritingContext } from './writing-context.ts';

/**
 * Asks the remote what its branch is at, and brings the checked-out branch to it where that only adds commits and git finds nothing of
 * the user in its way. Where nothing is pushed, nothing is asked.
 * @throws ConflictError branch-not-ready, plan-blocked (commits of yours that are not pushed), branch-behind;
 *   UnavailableError network-failed, login-required, git-busy, tool-missing and others
 */
export async function catchUpWithRemote(
  context: Omit<DvcWritingContext, 'history'>,
  { signal, model }: RefreshOptions = {},
): Promise<void> {
  const { program, fileSystem, push } = context;
  const { isUnsettled, commit, head } = await findTruth(program, fileSystem);
  if (isUnsettled)
    throw new UnavailableError(
      'answer-lost',
      'A move was cut off while it was pushed, and the remote cannot be asked about it.',
      { hint: 'Once the remote can be reached, run lastgood doctor: it finds out and finishes.' },
    );
  const state = await readWorkingTreeState(program, fileSystem);
  const { upstream } = state;
  if (commit === head && head !== undefined && judgeGround(state, push) === undefined)
    await finishLagging(context, head);
  if (!pushesCommits(push) || upstream === undefined) {
    requireGround(state, push);
    return;
  }
  if (commit !== undefined && commit !== head) await finishPushed(context, { commit, head, isUnsettled });
  const tip = await fetchBranch(program, upstream, signal);
  const ready = requireGround(await readWorkingTreeState(program, fileSystem), push);
  if (ready.head === tip) return;
  const wanted = model === undefined ? undefined : await findNextPlace(context, ready.head, model);
  await followRemote(context, upstream, tip, wanted);
}

/** @throws ConflictError partly-done: what an earlier move changed cannot be brought here; it is no change of the user's */
async function finishLagging(context: Omit<DvcWritingContext, 'history'>, head: string): Promise<void> {
  const left: ProjectionOutcome[] = [];
  await bringLagging(context, head, {
    onStep: outcome => {
      if (outcome.outcome === 'failed' || outcome.outcome === 'blocked') left.push(outcome);
    },
  });
  const [first] = left;
  if (first === undefined) return;
  const why = `${first.target}: ${withoutFullStop(first.problem ?? 'it failed')}`;
  const problem = `An earlier move is not brought into this working tree: ${why}. Nothing new was written.`;
  throw new ConflictError('partly-done', problem, {
    hint: 'Mend that, then run lastgood doctor: it brings the rest. Do not commit what git shows of it.',
  });
}

async function findNextPlace(
  { program }: Pick<DvcWritingContext, 'program'>,
  commit: string,
  model: string,
): Promise<WantedPlace> {
  const { head } = await readCommittedHistory(program, commit, model, new Map());
  return { model, generation: head + 1 };
}

/** A move of ours that was cut off behind its push: git's own way would take a pointer away before it puts the new one there. */
async function finishPushed(
  context: Omit<DvcWritingContext, 'history'>,
  truth: Truth & { readonly commit: string },
): Promise<void> {
  const branch = await bringBranch(context, truth);
  if (branch?.outcome === 'blocked')
    throw new ConflictError('branch-behind', `The branch ${branch.target}: ${branch.problem}.`);
  if (truth.head === undefined) return;
  const paths = await listPathsBetween(context.program, truth.head, truth.commit);
  await bringFiles(context, truth.commit, paths);
}
