import type { MetricReading } from '../evidence/metric-readings.ts';
import type { Verdict } from '../gate/report.ts';
import { exceeds } from './exceeds.ts';
import { findFaults } from './find-faults.ts';
import { formatPercentage, formatScore, formatScoreBeside } from './format-score.ts';
import { findNoiseBand } from './noise-band.ts';
import { scoreMetrics } from './score.ts';

/** What one metric adds to a score. */
export type Contribution = {
  readonly metric: string;
  /** As given. */
  readonly weight: number;
  /** Divided by the sum of all. */
  readonly normalisedWeight: number;
  /** As measured; null when there is no number. */
  readonly value: number | null;
  /** `normalisedWeight · value`; null when there is no number. */
  readonly contribution: number | null;
};

/**
 * A version that was deployed, with its score by the same weights; null with the reason when it has none. Of one whose files were
 * `altered` nobody knows what its score was: it may have been the best.
 */
export type DeployedScore =
  | { readonly version: string; readonly score: number; readonly live: boolean }
  | {
      readonly version: string;
      readonly score: null;
      readonly live: boolean;
      readonly problem: string;
      readonly altered?: true;
    };

/** Whether a model is to be deployed, by S1's rule, and why. */
export type Decision = {
  /** `deploy` and `skip` are decided; `unknown` when something that is needed could not be read. */
  readonly outcome: 'deploy' | 'skip' | 'unknown';
  /** PASS for deploy, FAIL or INCONCLUSIVE (inside the noise) for skip, ERROR or INCONCLUSIVE for unknown. */
  readonly verdict: Verdict;
  readonly reason: string;
  /** null when a metric is missing. */
  readonly score: number | null;
  /** In the order of the weights. */
  readonly contributions: readonly Contribution[];
  /** Sum of the weights as given. */
  readonly weightSum: number;
  /** Deployed versions, best first, those without a score last. */
  readonly history: readonly DeployedScore[];
  /** Best of them; null when this is the first. */
  readonly best: { readonly version: string; readonly score: number } | null;
  /** score − best; null for the first. */
  readonly improvement: number | null;
  /** improvement / |best|; null for the first and for a best of 0, or next to it. */
  readonly improvementRatio: number | null;
  readonly minImprovement: number;
  /** Spread of the score over repeat runs; null without repeats. */
  readonly noiseBand: number | null;
  /** True when the decision was overruled by `--force-deploy`; the outcome is then deploy. */
  readonly forced: boolean;
};

/** What a decision is made from. */
export type DecisionInput = {
  /** By metric, in the order to show. */
  readonly weights: Readonly<Record<string, number>>;
  readonly minImprovement: number;
  readonly readMetric: (metric: string) => MetricReading;
  /** Versions that were deployed under the alias and were not taken back, without the candidate; empty: this is the first. */
  readonly deployed: readonly DeployedScore[];
};

type Judgement = Pick<Decision, 'outcome' | 'verdict' | 'reason'>;

/** A decision before it is judged. */
type Comparison = Omit<Decision, 'outcome' | 'verdict' | 'reason' | 'forced'>;

/**
 * Decides by S1's rule: deploy the first; after that only what is better than every version that was deployed, by more than the
 * least improvement and by more than the noise of repeat runs. What cannot be read is never taken for a first model. Pure.
 */
export function decide(input: DecisionInput): Decision {
  const { weights, minImprovement, readMetric } = input;
  const scored = scoreMetrics(weights, readMetric);
  const history = input.deployed.toSorted(compareScores);
  const [first] = history;
  const best =
    first === undefined || first.score === null ? null : { version: first.version, score: first.score };
  const improvement = best === null || scored.score === null ? null : finiteOrNull(scored.score - best.score);
  const comparison: Comparison = {
    ...scored,
    history,
    best,
    improvement,
    improvementRatio:
      best === null || improvement === null ? null : finiteOrNull(improvement / Math.abs(best.score)),
    minImprovement,
    noiseBand: scored.score === null ? null : findNoiseBand(weights, readMetric),
  };
  return { ...comparison, ...(findObstacle(input) ?? judge(comparison)), forced: false };
}

/** The decision as one that cannot be made, for a reason outside of the numbers, beside those it has already. Pure. */
export function withholdDecision(decision: Decision, reason: string): Decision {
  const reasons = decision.outcome === 'unknown' ? `${decision.reason} ${reason}` : reason;
  return { ...decision, ...unknown('ERROR', reasons) };
}

/** Best first; equal ones in the order given, and what has no score last. */
function compareScores(one: DeployedScore, other: DeployedScore): number {
  if (one.score === null || other.score === null)
    return Number(one.score === null) - Number(other.score === null);
  return other.score - one.score;
}

function finiteOrNull(number: number): number | null {
  return Number.isFinite(number) ? number : null;
}

/** Why nothing can be decided at all. */
function findObstacle(input: DecisionInput): Judgement | undefined {
  const faults = findFaults(input);
  if (faults.length === 0) return undefined;
  const verdict = faults.some(fault => fault.verdict === 'ERROR') ? 'ERROR' : 'INCONCLUSIVE';
  return unknown(verdict, faults.map(({ reason }) => reason).join(' '));
}

function unknown(verdict: Verdict, reason: string): Judgement {
  return { outcome: 'unknown', verdict, reason };
}

function judge({
  score,
  best,
  improvement,
  improvementRatio,
  minImprovement,
  noiseBand,
}: Comparison): Judgement {
  if (score === null) return unknown('ERROR', 'There is no score: the metrics are too large to add up.');
  if (best === null)
    return {
      outcome: 'deploy',
      verdict: 'PASS',
      reason: `The first model, with a score of ${formatScore(score)}.`,
    };
  const shown = formatScoreBeside(score, best.score);
  const bar = `${best.version} with ${formatScoreBeside(best.score, score)}`;
  if (improvement === null) return unknown('ERROR', `${shown} and ${bar} are too far apart to compare.`);
  const between = [score, best.score] as const;
  if (!exceeds(improvement, 0, between)) {
    const isEqual = !exceeds(-improvement, 0, between);
    return skip('FAIL', `${shown} is ${isEqual ? 'no better than' : 'lower than'} the best so far, ${bar}.`);
  }
  const percentage = improvementRatio === null ? '' : ` (${formatPercentage(improvementRatio)})`;
  const better = (than: number): string =>
    `${shown} is better than the best so far, ${bar}, by ${formatScoreBeside(improvement, than)}${percentage}`;
  if (!exceeds(improvement, minImprovement, between))
    return skip('FAIL', `${better(minImprovement)}; it must be more than ${minImprovement}.`);
  if (noiseBand !== null && !exceeds(improvement, noiseBand, between)) {
    const noise = formatScoreBeside(noiseBand, improvement);
    return skip(
      'INCONCLUSIVE',
      `${better(noiseBand)}; that is within the noise of the repeat runs, ${noise}.`,
    );
  }
  const reason = `${better(minImprovement)}, which is more than ${minImprovement}.`;
  return { outcome: 'deploy', verdict: 'PASS', reason };
}

function skip(verdict: Verdict, reason: string): Judgement {
  return { outcome: 'skip', verdict, reason };
}
