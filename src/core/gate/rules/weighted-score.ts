import { type Decision, decide } from '../../decision/decide.ts';
import { scoreDeployed } from '../../decision/score.ts';
import type { GateInput, LiveBaseline } from '../evaluate-gate.ts';
import { cleanDifference } from '../number-comparison.ts';
import type { WeightedScoreRule } from '../policy.ts';
import { checkReading, describeMeasured } from '../read-metric.ts';
import { findSet, type RuleContext, type RuleEvaluation } from '../rule-context.ts';
import { formatChange } from '../rule-words.ts';

/**
 * Judges a weighted score by S1's rule: the first, or strictly better than everything that was deployed, by more than the least
 * improvement. What was deployed must be known: nobody asked is not nobody there. Pure.
 */
export function evaluateWeightedScore(rule: WeightedScoreRule, context: RuleContext): RuleEvaluation {
  const { input } = context;
  const found = findSet(context, rule.of);
  if (!found.ok) return { metric: 'weighted_score', operator: '>', ...found.evaluation };
  const { set, file, where } = found.found;
  const decision = decide({
    weights: rule.weights,
    minImprovement: rule.minImprovement,
    readMetric: metric => {
      const { unit } = describeMeasured(input.bound.policy, set, metric);
      return checkReading(set.get(metric), { metric, unit, set, where });
    },
    deployed: listBaselines(input).map(version => scoreDeployed(version, rule.weights)),
  });
  return describeDecision(doubtUnasked(decision, input.live), file);
}

/** What was deployed, with the version that is live whoever made the list. */
function listBaselines({ deployed, live, subject }: GateInput): GateInput['deployed'] {
  if (live.state !== 'live' && live.state !== 'unreadable') return deployed;
  const isKnown =
    live.version === subject?.version || deployed.some(({ version }) => version === live.version);
  if (isKnown) return deployed;
  const { version } = live;
  const found = live.state === 'live' ? { metrics: live.metrics } : { problem: live.problem };
  return [...deployed, { version, live: true, ...found }];
}

/** A results folder without a model has a score, and nothing it could be better than: it is not the first of anything. */
function doubtUnasked(decision: Decision, live: LiveBaseline): Decision {
  if (live.state !== 'not-asked' || decision.verdict !== 'PASS') return decision;
  const reason = 'The score is compared with what was deployed, and no model was named.';
  return { ...decision, outcome: 'unknown', verdict: 'INCONCLUSIVE', reason };
}

function describeDecision(decision: Decision, file: string): RuleEvaluation {
  const { verdict, reason, score, best, improvement, minImprovement, noiseBand } = decision;
  const margin = improvement === null ? null : cleanDifference(improvement - minImprovement);
  return {
    verdict,
    reason,
    file,
    metric: 'weighted_score',
    operator: '>',
    threshold: best === null ? null : cleanDifference(best.score + minImprovement),
    value: score,
    margin,
    noiseBand,
    remedy: describeRemedy(decision, margin),
    decision,
  };
}

function describeRemedy({ outcome, verdict }: Decision, margin: number | null): string | null {
  if (verdict === 'PASS') return null;
  if (outcome === 'unknown')
    return verdict === 'ERROR' ? 'Repair what could not be read.' : 'Give what is missing.';
  if (verdict === 'INCONCLUSIVE') return 'Evaluate more examples or more runs.';
  return margin === null || margin === 0
    ? 'Needs a higher score.'
    : `Needs more than ${formatChange(margin, '')} more.`;
}
