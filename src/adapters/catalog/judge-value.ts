import type { Json } from '../../core/history/canonical-json.ts';

/** A value of the file of models beside what the history says of it. */
export type ToldValue = {
  /** What the file says; undefined where it says nothing. */
  readonly said: Json | undefined;
  readonly recorded: Json;
  /** What the history said before, and what stood there before it first spoke of it: an old save brings those back. */
  readonly earlier: readonly Json[];
  /** Whether the operation that recorded it has yet to write it. */
  readonly isFresh: boolean;
};

/**
 * Whose a value is: `same`, `ours` to write (it is lacking, was decided just now, or an old save brought back what we had replaced), or
 * `theirs`: another program set it, and it stays until somebody decides. Pure.
 */
export function judgeValue({ said, recorded, earlier, isFresh }: ToldValue): 'same' | 'ours' | 'theirs' {
  if (said === undefined) return 'ours';
  if (isEqual(said, recorded)) return 'same';
  if (isFresh || earlier.some(value => isEqual(value, said))) return 'ours';
  return 'theirs';
}

function isEqual(one: Json, other: Json): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
