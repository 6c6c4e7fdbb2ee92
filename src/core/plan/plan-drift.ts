import type { EntryDraft } from '../history/entry-draft.ts';
import type { Pointer } from '../registry/registry-index.ts';
import { confirmAliasMove } from './confirmation.ts';
import type { Blocker, Plan } from './plan.ts';
import { block, makePlan, type Planning } from './planning.ts';

/**
 * Plans what to do about an alias that another program moved: `adopt` records where it is now, `revert` records that too and
 * then moves it back to where the history had it. Both stay on record. Pure.
 */
export function planDrift(
  planning: Planning,
  request: { readonly resolve: 'adopt' | 'revert'; readonly reason: string },
): Plan {
  const { status } = planning;
  const { model } = status.index;
  const adoption = status.adoption;
  const reason = request.reason.trim();
  const command = ['doctor', `--${request.resolve}`, model, '--reason', reason];
  if (adoption === undefined || (status.recorded.generation === 0 && status.mismatches.length === 0)) {
    return makePlan(planning, { act: 'adopt', title: `${model} has no drift`, drafts: [], command });
  }
  const reasonBlocker =
    reason === '' ? [block('reason-required', 'Deciding about a drift needs a reason.')] : [];
  if (request.resolve === 'adopt') {
    const draft: EntryDraft = { ...adoption, reason };
    return makePlan(
      { ...planning, status: { ...status, adoption: undefined } },
      {
        act: 'adopt',
        title: `Adopt what is live in ${model}`,
        drafts: [draft],
        blockers: reasonBlocker,
        command,
      },
    );
  }
  const taken = status.mismatches.find(
    ({ cause, pointer }) => cause === 'drift' && pointer.recordedFor !== undefined,
  );
  const blockers = taken ? [...reasonBlocker, blockTaken(model, taken.pointer)] : reasonBlocker;
  const back: EntryDraft = {
    ...adoption,
    action: 'rollback',
    moves: adoption.moves.map(move => ({ alias: move.alias, from: move.to, to: move.from })),
    facts: [],
    reason,
  };
  const [first] = adoption.moves;
  const typed = adoption.moves
    .map(move => confirmAliasMove(planning.protection, model, move.alias))
    .find(confirmation => confirmation.kind === 'typed');
  return makePlan(planning, {
    act: 'rollback',
    title: `Put ${model} back as recorded${first ? `: ${first.alias} ${first.to ?? 'nothing'} to ${first.from ?? 'nothing'}` : ''}`,
    drafts: [back],
    blockers,
    confirmation: typed ?? { kind: 'yes' },
    command,
  });
}

/** A pointer that another model had cannot be given back by an entry of this one. */
function blockTaken(model: string, pointer: Pointer): Blocker {
  return block(
    'plan-blocked',
    `${pointer.target} was given to ${model} outside lastgood; ${pointer.recordedFor} had it.`,
    `Adopt it, then promote or roll back ${pointer.recordedFor}.`,
  );
}
