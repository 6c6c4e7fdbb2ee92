import type { Fact } from '../history/entry.ts';

/** A value in the registry's own file that another program set, where the history says something else. Texts are safe to show. */
export type ForeignFact = {
  /** null: of the model as a whole. */
  readonly version: string | null;
  /** A metric, `status`, `notes`, `tags`, `description` or `owner`. */
  readonly field: string;
  readonly says: string;
  readonly recorded: string;
  /** The record that their value counts; undefined where no history has a word for it. */
  readonly adopt: Fact | undefined;
  /** The record that the history's value counts. */
  readonly revert: Fact;
};

/** Values that are named of a longer list. */
const namedMost = 3;

/** Both values, for people, without the version. Pure. */
export function describeForeignFact({ field, says, recorded }: ForeignFact): string {
  return `${field} is ${says}, history says ${recorded}`;
}

/** Both values of each, for people; of many the first. Pure. */
export function describeForeignFacts(facts: readonly ForeignFact[]): string {
  const named = facts
    .slice(0, namedMost)
    .map(fact => `${fact.version === null ? '' : `${fact.version} `}${describeForeignFact(fact)}`);
  const rest = facts.length - named.length;
  return `${named.join('; ')}${rest > 0 ? `; and ${rest} more` : ''}`;
}
