import type { EntryDraft } from '../../../core/history/entry-draft.ts';
import type { Step } from '../../../core/plan/step.ts';
import { type PushChoice, pushesCommits, pushesFiles } from '../../../core/settings/push-choice.ts';
import { dvcAliases, formatCandidateTarget, formatStableTarget } from '../dvc-places.ts';
import { describeRemoteBranch, type RemoteBranch } from '../git/remote-branch.ts';

/** Where moves are sent, as it was seen last. */
export type SendingGround = {
  readonly push: PushChoice;
  /** The branch moves are pushed to; undefined: the branch of this working tree follows none. */
  readonly upstream: RemoteBranch | undefined;
  /** There is a dvc on the PATH. */
  readonly hasDvc: boolean;
  /** Files that follow what is live. */
  readonly following: readonly Sending[];
};

/** One way of sending a move away, as a step: `omitted` says why it will not be done, in words that follow "not done:". */
export type Sending = { readonly target: string; readonly omitted: string | undefined };

/**
 * What an entry changes beside the history: the pointers, and what is sent away. What will not be done is a step that says so. Pure.
 * @throws InvalidInputError invalid-name
 */
export function describeMoveSteps(
  model: string,
  { action, moves }: Pick<EntryDraft, 'action' | 'moves'>,
  ground: SendingGround,
): readonly Step[] {
  const moved = action === 'adopt' ? [] : moves;
  const pointers = moved.flatMap(({ alias, from, to }): readonly Step[] => {
    if (alias === dvcAliases.stable)
      return [{ kind: 'set-pointer', target: formatStableTarget(model), expected: from, value: to }];
    if (alias !== dvcAliases.candidate || to === null) return [];
    return [{ kind: 'set-pointer', target: formatCandidateTarget(model, to), expected: null, value: to }];
  });
  const ofMove = moved.length === 0 ? [] : [...ground.following, describeFiles(ground)];
  const sendings = [...ofMove, describeCommitPush(ground)];
  return [
    ...pointers,
    ...sendings.map(({ target, omitted }): Step => {
      const value = omitted === undefined ? null : `not done: ${omitted}`;
      return { kind: 'write-file', target, expected: null, value };
    }),
  ];
}

/** How the commit of a move reaches the others. Pure. */
export function describeCommitPush({ push, upstream }: Pick<SendingGround, 'push' | 'upstream'>): Sending {
  if (!pushesCommits(push))
    return { target: 'git push', omitted: 'it is switched off; nobody else sees the move until you push it' };
  if (upstream === undefined)
    return { target: 'git push', omitted: 'the branch follows no remote; the commit stays on this machine' };
  return { target: `git push to ${describeRemoteBranch(upstream)}`, omitted: undefined };
}

/** How the files of a model reach DVC's remote. Pure. */
export function describeFiles({ push, hasDvc }: Pick<SendingGround, 'push' | 'hasDvc'>): Sending {
  const target = 'dvc push';
  if (!pushesFiles(push))
    return { target, omitted: 'it is switched off; nobody looks whether a clone could pull the model' };
  if (!hasDvc)
    return {
      target,
      omitted: 'there is no dvc on the PATH; nobody looks whether a clone could pull the model',
    };
  return { target, omitted: undefined };
}
