import type { Verdict } from '../gate/report.ts';
import type { DecisionInput, DeployedScore } from './decide.ts';
import { findWeightsProblem } from './weights.ts';

/** Why nothing can be decided: INCONCLUSIVE for what is missing, ERROR for all else. `reason` is a sentence. */
export type Fault = { readonly verdict: Extract<Verdict, 'ERROR' | 'INCONCLUSIVE'>; readonly reason: string };

/** Everything that keeps a decision from being made, so that it can be mended at once; empty when there is nothing. Pure. */
export function findFaults(input: DecisionInput): readonly Fault[] {
  const weightsProblem = findWeightsProblem(input.weights);
  const { minImprovement } = input;
  const isUsable = Number.isFinite(minImprovement) && minImprovement >= 0;
  return [
    ...(weightsProblem === undefined ? [] : [fault(weightsProblem)]),
    ...(isUsable ? [] : [fault(`The least improvement is ${String(minImprovement)}: it must be 0 or more.`)]),
    ...findMetricFaults(input),
    // Without weights nothing has a score, and that is no fault of what was deployed.
    ...(weightsProblem === undefined ? findBaselineFaults(input.deployed) : []),
  ];
}

/** Whether a version without a score may not be left out. Pure. */
export function isNeeded(deployed: DeployedScore): boolean {
  return deployed.score === null && (deployed.live || deployed.altered === true);
}

function findMetricFaults({ weights, readMetric }: DecisionInput): readonly Fault[] {
  const readings = Object.keys(weights).map(readMetric);
  const bad = readings.flatMap(reading => (reading.state === 'number' ? [] : [reading]));
  if (bad.length === 0) return [];
  const problems = [...new Set(bad.map(({ problem }) => problem))].join('; ');
  const verdict = bad.some(({ state }) => state === 'broken') ? 'ERROR' : 'INCONCLUSIVE';
  return [{ verdict, reason: `There is no score: ${problems}.` }];
}

function findBaselineFaults(deployed: readonly DeployedScore[]): readonly Fault[] {
  const needed = deployed.filter(isNeeded);
  const hasScore = deployed.some(({ score }) => score !== null);
  const unread = needed.length > 0 || hasScore ? needed : deployed.slice(0, 1);
  return unread.flatMap(each => {
    if (each.score !== null) return [];
    const what = each.live ? `${each.version}, which is live,` : each.version;
    return [fault(`The baseline cannot be read: ${what} has no score (${each.problem}).`)];
  });
}

function fault(reason: string): Fault {
  return { verdict: 'ERROR', reason };
}
