import type { Decision } from './decide.ts';

/** What S1 tells of a comparison, in its files, on the version and in the run: numbers not rounded, null where there is none. */
export type ComparisonFigures = {
  readonly score: number | null;
  /** Best score before; null for the first. */
  readonly best: number | null;
  /** Whether there is no score that is better or equal: S1's question is about scores alone. */
  readonly isBest: boolean;
  /** 0 for the first, as S1 has it; null when nothing could be compared. */
  readonly improvement: number | null;
  /** Percent of the best; 0 for the first. */
  readonly improvementPercentage: number | null;
};

/** S1's figures of a decision; of none, those of a model about which nothing is known. Pure. */
export function findComparisonFigures(decision: Decision | null): ComparisonFigures {
  if (decision === null)
    return { score: null, best: null, isBest: false, improvement: null, improvementPercentage: null };
  const isComparable = !isIncomparable(decision);
  return {
    score: decision.score,
    best: decision.best?.score ?? null,
    isBest: isBest(decision),
    improvement: isComparable ? (decision.improvement ?? 0) : null,
    improvementPercentage: isComparable ? (decision.improvementRatio ?? 0) * 100 : null,
  };
}

function isBest({ score, best, improvement, verdict }: Decision): boolean {
  if (score === null || verdict === 'ERROR') return false;
  return best === null || (improvement ?? 0) > 0;
}

function isIncomparable({ score, best, improvement, verdict }: Decision): boolean {
  return score === null || (best === null && verdict === 'ERROR') || (best !== null && improvement === null);
}
