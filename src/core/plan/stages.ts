import type { Move } from '../history/entry.ts';
import type { EntryDraft } from '../history/entry-draft.ts';
import { hasSeveralHolders } from '../history/several-holders.ts';
import type { ModelStatus } from '../registry/model-status.ts';
import type { Pointer } from '../registry/registry-index.ts';
import { isLiveStage } from '../registry/version-stage.ts';
import { describeAliasFlag, isProtectedAlias } from './confirmation.ts';
import type { Blocker } from './plan.ts';
import { block, formatCommand, type Planning } from './planning.ts';

/**
 * A draft that also takes the versions which enter a stage out of the one they stand in, behind its own moves: a version has one stage at
 * a time. Pure.
 */
export function leaveOtherStages(status: ModelStatus, draft: EntryDraft): EntryDraft {
  const left = listLeft(status, draft);
  return left.length === 0 ? draft : { ...draft, moves: [...draft.moves, ...left] };
}

/** Why drafts may not take a version out of a protected stage: nothing would be live there any more. Pure. */
export function blockEmptiedStages(
  { status, protection }: Pick<Planning, 'status' | 'protection'>,
  drafts: readonly EntryDraft[],
): readonly Blocker[] {
  const { index, usualAlias } = status;
  return drafts
    .flatMap(draft => listLeft(status, draft))
    .filter(({ alias }) => isProtectedAlias(protection, alias))
    .map(({ alias, from }) => {
      const words = ['promote', index.model, 'VERSION', ...describeAliasFlag('--to', alias, usualAlias)];
      return block(
        'plan-blocked',
        `${index.model} ${from} is live under ${alias}, and a version has one stage: nothing would be live there.`,
        `First make another version live there: ${formatCommand(words)}.`,
      );
    });
}

/** Versions that the registry archives when a draft is carried out: another one takes their stage. In the order of the moves. Pure. */
export function listReplacedInStages(status: ModelStatus, { action, moves }: EntryDraft): readonly string[] {
  if (action === 'adopt') return [];
  const stages = stagesOf(status);
  const entering = listEntering(stages, moves);
  return moves.flatMap(({ alias, to }): readonly string[] => {
    const reading = stages.get(alias)?.reading;
    if (to === null || reading?.state !== 'names') return [];
    return [...(reading.others ?? []), reading.version].filter(version => !entering.has(version));
  });
}

/** Moves that follow from a draft's own. What is left by one of several that hold it is not left empty: nothing is moved there. */
function listLeft(status: ModelStatus, { action, moves }: EntryDraft): readonly Move[] {
  if (action === 'adopt') return [];
  const stages = stagesOf(status);
  const moved = new Set(moves.map(({ alias }) => alias));
  const entering = listEntering(stages, moves);
  return [...stages.values()].flatMap((pointer): readonly Move[] => {
    const { alias } = pointer;
    const live = status.effective.aliases.get(alias)?.version;
    if (moved.has(alias) || !live || !entering.has(live) || hasSeveralHolders({ pointer })) return [];
    return [{ alias, from: live, to: null }];
  });
}

/** Versions that get a stage: one that nothing is in yet has no pointer. */
function listEntering(stages: ReadonlyMap<string, Pointer>, moves: readonly Move[]): ReadonlySet<string> {
  const isStage = (alias: string): boolean => stages.has(alias) || isLiveStage(alias);
  return new Set(moves.flatMap(({ alias, to }) => (to !== null && isStage(alias) ? [to] : [])));
}

function stagesOf({ index }: ModelStatus): ReadonlyMap<string, Pointer> {
  return new Map(index.pointers.flatMap(pointer => (pointer.isStage ? [[pointer.alias, pointer]] : [])));
}
