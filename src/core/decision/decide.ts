import type { MetricReading } from '../evidence/metric-readings.ts';
import type { Verdict } from '../gate/report.ts';
import { exceeds } from './exceeds.ts';
import { formatPercentage, formatScore } from './format-score.ts';
import { findNoiseBand } from './noise-band.ts';
import { scoreMetrics } from './score.ts';
import { findWeightsProblem } from './weights.ts';

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

/** A version that was deployed, with its score by the same weights; null with the reason when it has none. */
export type DeployedScore =
  | { readonly version: string; readonly score: number; readonly live: boolean }
  | { readonly version: string; readonly score: null; readonly live: boolean; readonly problem: string };

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

/** The decision as one that cannot be made, for a reason outside of the numbers. Pure. */
export function withholdDecision(decision: Decision, reason: string): Decision {
  return { ...decision, ...unknown('ERROR', reason) };
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
function findObstacle({
  weights,
  minImprovement,
  readMetric,
  deployed,
}: DecisionInput): Judgement | undefined {
  const problem = findWeightsProblem(weights);
  if (problem !== undefined) return unknown('ERROR', problem);
  if (!Number.isFinite(minImprovement) || minImprovement < 0)
    return unknown('ERROR', `The least improvement is ${String(minImprovement)}: it must be 0 or more.`);
  const readings = Object.keys(weights).map(readMetric);
  const broken = readings.filter(reading => reading.state === 'broken');
  if (broken.length > 0) return unknown('ERROR', `There is no score: ${joinProblems(broken)}.`);
  const live = deployed.find(version => version.live && version.score === null);
  const unread = live ?? (deployed.every(({ score }) => score === null) ? deployed[0] : undefined);
  if (unread !== undefined && unread.score === null) {
    const what = unread.live ? `${unread.version}, which is live,` : unread.version;
    return unknown('ERROR', `The baseline cannot be read: ${what} has no score (${unread.problem}).`);
  }
  const absent = readings.filter(reading => reading.state === 'absent');
  return absent.length > 0
    ? unknown('INCONCLUSIVE', `There is no score: ${joinProblems(absent)}.`)
    : undefined;
}

function unknown(verdict: Verdict, reason: string): Judgement {
  return { outcome: 'unknown', verdict, reason };
}

function joinProblems(readings: readonly { readonly problem: string }[]): string {
  return [...new Set(readings.map(({ problem }) => problem))].join('; ');
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
  const shown = formatScore(score);
  if (best === null)
    return { outcome: 'deploy', verdict: 'PASS', reason: `The first model, with a score of ${shown}.` };
  const bar = `${best.version} with ${formatScore(best.score)}`;
  if (improvement === null) return unknown('ERROR', `${shown} and ${bar} are too far apart to compare.`);
  const between = [score, best.score] as const;
  if (!exceeds(improvement, 0, between)) {
    const isEqual = !exceeds(-improvement, 0, between);
    return skip('FAIL', `${shown} is ${isEqual ? 'no better than' : 'lower than'} the best so far, ${bar}.`);
  }
  const percentage = improvementRatio === null ? '' : ` (${formatPercentage(improvementRatio)})`;
  const better = `${shown} is better than the best so far, ${bar}, by ${formatScore(improvement)}${percentage}`;
  if (!exceeds(improvement, minImprovement, between))
    return skip('FAIL', `${better}; it must be more than ${minImprovement}.`);
  if (noiseBand !== null && !exceeds(improvement, noiseBand, between))
    return skip(
      'INCONCLUSIVE',
      `${better}; that is within the noise of the repeat runs, ${formatScore(noiseBand)}.`,
    );
  return { outcome: 'deploy', verdict: 'PASS', reason: `${better}, which is more than ${minImprovement}.` };
}

function skip(verdict: Verdict, reason: string): Judgement {
  return { outcome: 'skip', verdict, reason };
}
