import type { StoredEntry } from '../ports/history-log.ts';

/** What a pointer in a bucket, as lastgood wrote it, says of the entry it was written for. */
export type PointerClaim = {
  /** Of the pointer. */
  readonly name: string;
  readonly alias: string;
  /** Which entry moved it; undefined of the pointer that models share, which counts the moves of all. */
  readonly generation: number | undefined;
  /** Of the entry that moved it. */
  readonly operationId: string;
  /** What it was moved to; null: nothing. */
  readonly version: string | null;
};

/** Why an entry cannot be the one that stood there, in words that follow `entry 6`. */
export type Denial = { readonly verdict: 'altered' | 'forked'; readonly words: string };

/**
 * What the pointers say against an entry: another operation moved them at that generation, or the same one moved them elsewhere. Undefined
 * when nothing does. Pure.
 */
export function findDenial({ entry }: StoredEntry, claims: readonly PointerClaim[]): Denial | undefined {
  for (const { name, alias, generation, operationId, version } of claims) {
    const isSameOperation = operationId === entry.operationId;
    if (generation === undefined ? !isSameOperation : generation !== entry.generation) continue;
    const shown = `${name} was moved to ${version ?? 'nothing'}`;
    if (!isSameOperation)
      return { verdict: 'forked', words: `is another operation's: ${shown} by operation ${operationId}` };
    const move = entry.moves.find(each => each.alias === alias);
    // An operation may have recorded what it found in an entry before its own.
    if (move === undefined && generation === undefined) continue;
    if (move?.to !== version)
      return { verdict: 'altered', words: `is not what its operation wrote: ${shown} by it` };
  }
  return undefined;
}
