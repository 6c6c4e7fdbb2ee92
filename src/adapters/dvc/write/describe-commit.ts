import type { HistoryEntry } from '../../../core/history/entry.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { dvcAliases } from '../dvc-places.ts';

/** Longest reason in the trailer of a commit, in characters: the entry has the whole of it. */
const reasonLimit = 400;

/**
 * The message of the commit of an entry: of a move of the stable pointer the one the scripts of S4 have always written, and trailers by
 * which programs find who, why, and the entry. Pure.
 */
export function describeCommit(entry: HistoryEntry): string {
  const { operationId, actor, reason } = entry;
  const trailers = [
    `Lastgood-Operation: ${makeSafeText(operationId)}`,
    `Lastgood-Actor: ${makeSafeText(actor)}`,
    ...(reason === null ? [] : [`Lastgood-Reason: ${makeSafeText(reason, { limit: reasonLimit })}`]),
  ];
  return `${describeSubject(entry)}\n\n${trailers.join('\n')}\n`;
}

function describeSubject({ model, action, moves, generation }: HistoryEntry): string {
  const [move] = action === 'adopt' ? [] : moves;
  if (move === undefined) return `chore(lastgood): record ${action} of ${model}, generation ${generation}`;
  const scope = move.alias === dvcAliases.candidate ? dvcAliases.candidate : dvcAliases.stable;
  return move.to === null
    ? `chore(${scope}): unset ${move.alias} of ${model}`
    : `chore(${scope}): set ${move.to} for ${model}`;
}
