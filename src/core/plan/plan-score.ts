import { noGate } from '../history/entry.ts';
import { describeMetric } from '../registry/metric.ts';
import type { Metrics } from '../registry/version.ts';
import type { Plan } from './plan.ts';
import { block, makePlan, type Planning } from './planning.ts';

/** Metrics to record of a version. */
export type ScoreRequest = {
  readonly version: string;
  /** Only finite numbers; 0 is one. */
  readonly metrics: Metrics;
  /** What is known of the version now. */
  readonly known: Metrics;
  readonly reason: string;
};

/** Plans recording metrics beside the immutable version; only those that change are written. Verdicts on it then count no more. Pure. */
export function planScore(planning: Planning, request: ScoreRequest): Plan {
  const { version, metrics, known } = request;
  const { effective, index } = planning.status;
  const subject = `${index.model} ${version}`;
  const changed = Object.entries(metrics).filter(([name, value]) => known[name] !== value);
  const reason = request.reason.trim();
  const command = [
    ...['score', index.model, version, ...Object.entries(metrics).map(([name, value]) => `${name}=${value}`)],
    ...(reason === '' ? [] : ['--reason', reason]),
  ];
  if (changed.length === 0) {
    const title = `${subject} has these scores already`;
    return makePlan(planning, { act: 'score', title, drafts: [], command });
  }
  const isIncomplete = index.versions.some(each => each.version === version && each.whole === 'incomplete');
  return makePlan(planning, {
    act: 'score',
    title: `Score ${subject}: ${changed.map(([name, value]) => `${name} ${value}`).join(', ')}`,
    drafts: [
      {
        action: 'score',
        moves: [],
        facts: [{ kind: 'scored', version, metrics: Object.fromEntries(changed) }],
        reason: reason === '' ? null : reason,
        gate: noGate,
        reverts: null,
      },
    ],
    blockers: isIncomplete ? [block('version-incomplete', `${subject} is incomplete.`)] : [],
    warnings: [
      ...[...(effective.gates.get(version) ?? [])].map(
        ([alias, { verdict }]) =>
          `The ${verdict} on record for ${alias} will count no more: ${version} has to be judged again.`,
      ),
      ...changed
        .filter(([name]) => describeMetric(name).direction === 'unknown')
        .map(([name]) => `${name} is a custom metric: nobody has said whether more of it is better.`),
    ],
    command,
  });
}
