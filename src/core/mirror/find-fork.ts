import type { HistoryDefect, HistoryRead, StoredEntry } from '../ports/history-log.ts';

/** What stands at a generation on one side. */
export type ForkSide = StoredEntry | HistoryDefect | undefined;

/** One generation of two histories that are not the same there. */
export type ForkedGeneration = {
  readonly generation: number;
  readonly here: ForkSide;
  readonly inBucket: ForkSide;
};

/** Two histories of one model. */
export type Fork = {
  readonly model: string;
  /** Generations before the first that is not the same on both sides. */
  readonly sharedGenerations: number;
  /** From there on, in order. Empty when both are the same. */
  readonly generations: readonly ForkedGeneration[];
};

/** Where two histories of a model part, and what each says from there on. Pure. */
export function findFork(model: string, here: HistoryRead, inBucket: HistoryRead): Fork {
  const [ours, theirs] = [indexSides(here), indexSides(inBucket)];
  const last = Math.max(0, ...ours.keys(), ...theirs.keys());
  const all = Array.from({ length: last }, (_, place) => place + 1).map(generation => ({
    generation,
    here: ours.get(generation),
    inBucket: theirs.get(generation),
  }));
  const first = all.findIndex(({ here: one, inBucket: other }) => !isSame(one, other));
  const shared = first === -1 ? all.length : first;
  return { model, sharedGenerations: shared, generations: all.slice(shared) };
}

function indexSides({ entries, defects }: HistoryRead): ReadonlyMap<number, StoredEntry | HistoryDefect> {
  const sides = new Map<number, StoredEntry | HistoryDefect>();
  for (const defect of defects) sides.set(defect.generation, defect);
  for (const stored of entries) sides.set(stored.entry.generation, stored);
  return sides;
}

function isSame(one: ForkSide, other: ForkSide): boolean {
  if (one === undefined || other === undefined) return one === other;
  return 'digest' in one && 'digest' in other && one.digest === other.digest;
}
