/** The worst of many things, kept while they go by. */
export type WorstFirst<Thing> = {
  /** Whether a thing of this badness would be kept: asked before it is made. */
  readonly accepts: (badness: Badness) => boolean;
  readonly add: (badness: Badness, thing: Thing) => void;
  /** What was kept, worst first; equal ones in the order they came. */
  readonly list: () => readonly Thing[];
};

/** How bad something is: the higher rank first, and of one rank the smaller margin. */
export type Badness = { readonly rank: number; readonly margin: number };

/** Keeps a few of many without sorting them all. @param most how many are kept, at least 1 */
export function createWorstFirst<Thing>(most: number): WorstFirst<Thing> {
  const kept: { readonly badness: Badness; readonly thing: Thing }[] = [];
  const accepts = (badness: Badness): boolean => {
    const last = kept.at(-1);
    return kept.length < most || last === undefined || compareBadness(badness, last.badness) < 0;
  };
  return {
    accepts,
    add: (badness, thing) => {
      if (!accepts(badness)) return;
      kept.splice(findPlace(kept, badness), 0, { badness, thing });
      if (kept.length > most) kept.pop();
    },
    list: () => kept.map(({ thing }) => thing),
  };
}

/** Negative when the first is worse. */
function compareBadness(one: Badness, other: Badness): number {
  return other.rank - one.rank || one.margin - other.margin;
}

/** Behind everything that is as bad or worse, found by halves. */
function findPlace(kept: readonly { readonly badness: Badness }[], badness: Badness): number {
  let [low, high] = [0, kept.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = kept[middle];
    if (other !== undefined && compareBadness(badness, other.badness) < 0) high = middle;
    else low = middle + 1;
  }
  return low;
}
