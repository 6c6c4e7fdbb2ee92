import type { RuleResult, RuleVerdict } from './report.ts';

/** Verdicts of rules, what one has to know first. */
const worstFirst: readonly RuleVerdict[] = ['ERROR', 'FAIL', 'INCONCLUSIVE', 'PASS', 'SKIPPED'];

/**
 * Rules as a person reads them: the worst verdict first; among equals those that block before those that advise, then the smallest
 * margin, those without one last. What is equal in all of that keeps its order. Pure.
 */
export function orderRules(rules: readonly RuleResult[]): readonly RuleResult[] {
  return rules.toSorted(
    (one, other) =>
      worstFirst.indexOf(one.verdict) - worstFirst.indexOf(other.verdict) ||
      rankEffect(one) - rankEffect(other) ||
      compareMargins(one.margin, other.margin),
  );
}

function rankEffect({ effect }: RuleResult): number {
  return effect === 'blocks' ? 0 : 1;
}

function compareMargins(one: number | null, other: number | null): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  return one - other;
}
