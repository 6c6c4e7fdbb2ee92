import type { Rule, RuleName } from './policy.ts';
import type { RuleContext, RuleEvaluation } from './rule-context.ts';
import { evaluateDigest } from './rules/digest.ts';
import { evaluateMaxAge } from './rules/max-age.ts';
import { evaluateNoRegression } from './rules/no-regression.ts';
import { evaluateRequiredFiles } from './rules/required-files.ts';
import { evaluateSlices } from './rules/slices.ts';
import { evaluateThreshold } from './rules/threshold.ts';
import { evaluateVotes } from './rules/votes.ts';
import { evaluateWeightedScore } from './rules/weighted-score.ts';

type RuleOf<Name extends RuleName> = Extract<Rule, { readonly rule: Name }>;

/** How a kind of rule is judged. */
type Evaluate<Judged extends Rule> = (rule: Judged, context: RuleContext) => RuleEvaluation;

/** Every rule a policy may use. A new one is a file in `rules`, its test, its type in `policy.ts` and a row here. */
const ruleTable: { readonly [Name in RuleName]: Evaluate<RuleOf<Name>> } = {
  threshold: evaluateThreshold,
  noRegression: evaluateNoRegression,
  slices: evaluateSlices,
  weightedScore: evaluateWeightedScore,
  votes: evaluateVotes,
  requiredFiles: evaluateRequiredFiles,
  maxAge: evaluateMaxAge,
  digest: evaluateDigest,
};

/** Judges one rule. Pure. */
export function evaluateRule(rule: Rule, context: RuleContext): RuleEvaluation {
  // The row of a rule by its own name takes that rule, which the compiler cannot follow through the lookup.
  const evaluate = ruleTable[rule.rule] as unknown as Evaluate<Rule>;
  return evaluate(rule, context);
}
