import type { Difference, DifferenceKind } from './difference.ts';
import { type DifferenceWords, differenceWords, type Standing } from './difference-words.ts';

const order = Object.keys(differenceWords) as readonly DifferenceKind[];

/** Differences of one kind. */
export type DifferenceGroup = {
  readonly kind: DifferenceKind;
  readonly differences: readonly [Difference, ...Difference[]];
};

/** The differences by kind, what one has to know first on top, those of a kind by name. Empty where both sides are the same. Pure. */
export function groupDifferences(differences: readonly Difference[]): readonly DifferenceGroup[] {
  return order.flatMap((kind): readonly DifferenceGroup[] => {
    const [first, ...others] = differences
      .filter(difference => difference.kind === kind)
      .toSorted((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0));
    return first === undefined ? [] : [{ kind, differences: [first, ...others] }];
  });
}

/** What differs, in phrases of a sentence, worst first: `1 history is FORKED`, `the bucket has 3 that are not here`. Pure. */
export function countDifferences(differences: readonly Difference[]): readonly string[] {
  const counts = new Map<Phrase, number>();
  for (const { kind } of differences) {
    const phrase = phraseOf(kind);
    counts.set(phrase, (counts.get(phrase) ?? 0) + 1);
  }
  return phraseOrder.flatMap(phrase => {
    const count = counts.get(phrase);
    return count === undefined ? [] : [phrases[phrase](count)];
  });
}

type Phrase = Exclude<Standing, 'aside'> | 'aside' | 'strangers';

const phraseOrder: readonly Phrase[] = ['forked', 'changed', 'ahead', 'behind', 'aside', 'strangers'];

function phraseOf(kind: DifferenceKind): Phrase {
  return kind === 'stranger' ? 'strangers' : differenceWords[kind].standing;
}

const phrases: Readonly<Record<Phrase, (count: number) => string>> = {
  forked: count => (count === 1 ? '1 history is FORKED' : `${count} histories are FORKED`),
  changed: count => `${count} ${count === 1 ? 'differs' : 'differ'}`,
  ahead: count => `${count} ${count === 1 ? 'is' : 'are'} here only`,
  behind: count => `the bucket has ${count} that ${count === 1 ? 'is' : 'are'} not here`,
  aside: count => `${count} in the bucket ${count === 1 ? 'needs' : 'need'} a look`,
  strangers: count => `${count} in the bucket ${count === 1 ? 'is' : 'are'} no part of the registry`,
};

/** The worst severity there is; undefined where both sides are the same. Pure. */
export function findWorst(differences: readonly Difference[]): DifferenceWords['severity'] | undefined {
  const severities = new Set(differences.map(({ kind }) => differenceWords[kind].severity));
  return (['critical', 'warning', 'note'] as const).find(severity => severities.has(severity));
}
