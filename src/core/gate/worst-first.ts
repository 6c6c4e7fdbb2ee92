/** The worst of many things, kept while they go by. */
export type WorstFirst<Thing> = {
  /** Whether a thing of this badness may be kept: asked before it is made. */
  readonly accepts: (badness: Badness) => boolean;
  readonly add: (badness: Badness, thing: Thing) => void;
  /** What was kept, worst first; equal ones in the order they came. */
  readonly list: () => readonly Thing[];
};

/** How bad something is: the higher rank first, and of one rank the smaller margin. */
export type Badness = { readonly rank: number; readonly margin: number };

/** Keeps a few of many without sorting them all. @param most how many are kept, at least 1 */
export function createWorstFirst<Thing>(most: number): WorstFirst<Thing> {
  type Kept = { readonly badness: Badness; readonly thing: Thing };
  // Twice as many as are wanted are gathered before the better half goes: a sort now and then costs less than a place found for each.
  let kept: Kept[] = [];
  let bar: Badness | undefined;
  const settle = (): void => {
    // Stable: of equal ones those that came first stay first.
    kept.sort((one, other) => compareBadness(one.badness, other.badness));
    kept = kept.slice(0, most);
    if (kept.length === most) bar = kept.at(-1)?.badness;
  };
  const accepts = (badness: Badness): boolean => bar === undefined || compareBadness(badness, bar) < 0;
  return {
    accepts,
    add: (badness, thing) => {
      if (!accepts(badness)) return;
      kept.push({ badness, thing });
      if (kept.length >= 2 * most || (bar === undefined && kept.length === most)) settle();
    },
    list: () => {
      settle();
      return kept.map(({ thing }) => thing);
    },
  };
}

/** Negative when the first is worse. Pure. */
export function compareBadness(one: Badness, other: Badness): number {
  return other.rank - one.rank || one.margin - other.margin;
}
