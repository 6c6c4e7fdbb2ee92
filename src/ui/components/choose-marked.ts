/** Two versions to compare, or why there are none. */
export type Comparison = { readonly before: string; readonly after: string } | { readonly reason: string };

/** What there is to choose from in a list of versions. */
export type ComparisonChoice = {
  /** Oldest first. */
  readonly versions: readonly string[];
  /** At most two. */
  readonly marks: readonly string[];
  readonly selected: string | undefined;
  readonly live: string | undefined;
};

/**
 * What `d` compares: the two marked versions, older first; one marked version with the selected one; with no mark what is
 * live with the selected one. Pure.
 */
export function chooseMarked(choice: ComparisonChoice): Comparison {
  const { marks, selected, live } = choice;
  const [first, second] = marks;
  if (first !== undefined && second !== undefined) return olderFirst(choice, first, second);
  if (selected === undefined) return { reason: 'No version is selected.' };
  if (first !== undefined && first !== selected) return olderFirst(choice, first, selected);
  if (live === undefined) return { reason: 'Nothing is live to compare with; mark two versions with space.' };
  if (live === selected) return { reason: `${live} is live itself; select another version, or mark two.` };
  return { before: live, after: selected };
}

function olderFirst({ versions }: ComparisonChoice, one: string, other: string): Comparison {
  const older = versions.find(version => version === one || version === other);
  return older === other ? { before: other, after: one } : { before: one, after: other };
}

/** The marks with one put on or taken off. A third takes the place of the oldest. Pure. */
export function toggleMark(marks: readonly string[], version: string): readonly string[] {
  const others = marks.filter(mark => mark !== version);
  return others.length < marks.length ? others : [...others.slice(-1), version];
}
