import type { Rule, RuleName } from './policy.ts';
import type { RuleContext, RuleEvaluation } from './rule-context.ts';
import { evaluateDigest } from './rules/digest.ts';
import { evaluateMaxAge } from './rules/max-age.ts';
import { evaluateNoRegression } from './rules/no-regression.ts';
import { evaluateRequiredFiles } from './rules/required-files.ts';
import { evaluateSlices } from './rules/slices.ts';
import { evaluateThreshold } from './rules/threshold.ts';
import { evaluateWeightedScore } from './rules/weighted-score.ts';

type RuleOf<Name extends RuleName> = Extract<Rule, { readonly rule: Name }>;

/** A kind of rule. */
type RuleRow<Judged extends Rule> = {
  readonly evaluate: (rule: Judged, context: RuleContext) => RuleEvaluation;
  /** Whether it compares with what is live: its verdict then counts only while that stays live. */
  readonly comparesWithLive: (rule: Judged) => boolean;
};

const never = (): boolean => false;
const always = (): boolean => true;

/** Every rule a policy may use. A new one is a file in `rules`, its test, its type in `policy.ts` and a row here. */
const ruleTable: { readonly [Name in RuleName]: RuleRow<RuleOf<Name>> } = {
  threshold: { evaluate: evaluateThreshold, comparesWithLive: never },
  noRegression: { evaluate: evaluateNoRegression, comparesWithLive: rule => rule.against === 'live' },
  slices: { evaluate: evaluateSlices, comparesWithLive: never },
  weightedScore: { evaluate: evaluateWeightedScore, comparesWithLive: always },
  requiredFiles: { evaluate: evaluateRequiredFiles, comparesWithLive: never },
  maxAge: { evaluate: evaluateMaxAge, comparesWithLive: never },
  digest: { evaluate: evaluateDigest, comparesWithLive: never },
};

/** Judges one rule. Pure. */
export function evaluateRule(rule: Rule, context: RuleContext): RuleEvaluation {
  return rowOf(rule).evaluate(rule, context);
}

/** Whether a rule compares with what is live under the alias. Pure. */
export function comparesWithLive(rule: Rule): boolean {
  return rowOf(rule).comparesWithLive(rule);
}

/** The row of a rule by its own name: it takes that rule, which the compiler cannot follow through the lookup. */
function rowOf(rule: Rule): RuleRow<Rule> {
  return ruleTable[rule.rule] as unknown as RuleRow<Rule>;
}
