import { noGate } from '../history/entry.ts';
import type { EntryDraft } from '../history/entry-draft.ts';
import { draftChoice, joinAdoptions, newestOf, type SeveralHolders } from '../history/several-holders.ts';
import type { ForeignFact } from '../registry/foreign-fact.ts';
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
  const foreign = status.index.foreignFacts ?? [];
  const found = joinAdoptions(status.adoption, draftChoice(status.severalHolders));
  const decided = draftForeignFacts(foreign, request.resolve);
  const adoption = joinAdoptions(found, decided);
  const reason = request.reason.trim();
  const command = ['doctor', `--${request.resolve}`, model, '--reason', reason];
  if (adoption === undefined || (status.recorded.generation === 0 && status.mismatches.length === 0)) {
    return makePlan(planning, { act: 'adopt', title: `${model} has no drift`, drafts: [], command });
  }
  const reasonBlocker =
    reason === '' ? [block('reason-required', 'Deciding about a drift needs a reason.')] : [];
  // Where what is recorded is among several that are live, putting it back is to keep it alone.
  if (request.resolve === 'adopt' || adoption.moves.length === 0) {
    const draft: EntryDraft = { ...adoption, reason };
    return makePlan(
      { ...planning, status: { ...status, adoption: undefined, severalHolders: [] } },
      {
        act: 'adopt',
        title:
          request.resolve === 'adopt' ? `Adopt what is live in ${model}` : `Put ${model} back as recorded`,
        drafts: [draft],
        blockers: reasonBlocker,
        command,
      },
    );
  }
  const taken = status.mismatches.find(
    ({ cause, pointer }) => cause === 'drift' && pointer.recordedFor !== undefined,
  );
  const unrecorded = status.severalHolders.find(({ recorded }) => recorded === undefined);
  const blockers = [
    ...reasonBlocker,
    ...(taken ? [blockTaken(model, taken.pointer)] : []),
    ...(unrecorded ? [blockUnrecorded(model, unrecorded)] : []),
  ];
  const back: EntryDraft = {
    ...adoption,
    action: 'rollback',
    moves: adoption.moves.map(move => ({ alias: move.alias, from: move.to, to: move.from })),
    facts: decided?.facts ?? [],
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

/** Their values as facts, or ours once more; undefined without any that a history has a word for. */
function draftForeignFacts(
  foreign: readonly ForeignFact[],
  resolve: 'adopt' | 'revert',
): EntryDraft | undefined {
  const facts = foreign.flatMap(each => each[resolve] ?? []);
  if (facts.length === 0) return undefined;
  const reason = 'changed outside lastgood';
  return { action: 'adopt', moves: [], facts, reason, gate: noGate, reverts: null };
}

/** Nothing can be put back that no history knows. */
function blockUnrecorded(model: string, { target, versions, alias }: SeveralHolders): Blocker {
  return block(
    'plan-blocked',
    `${target} says that ${versions.join(' and ')} of ${model} are live at once, and no history says which was ${alias} before.`,
    `Keep ${newestOf(versions)} with lastgood doctor --adopt ${model}, or promote another.`,
  );
}

/** A pointer that another model had cannot be given back by an entry of this one. */
function blockTaken(model: string, pointer: Pointer): Blocker {
  return block(
    'plan-blocked',
    `${pointer.target} was given to ${model} outside lastgood; ${pointer.recordedFor} had it.`,
    `Adopt it, then promote or roll back ${pointer.recordedFor}.`,
  );
}
