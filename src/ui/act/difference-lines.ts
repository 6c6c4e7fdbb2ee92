import type { MetricChange } from '../../core/diff/compare-metrics.ts';
import { compareVersions } from '../../core/diff/compare-versions.ts';
import type { MetricGate } from '../../core/gate/metric-thresholds.ts';
import type { Version } from '../../core/registry/version.ts';
import { type Line, toned } from '../components/line.tsx';
import { segmentOfChange } from '../format/delta.ts';
import { formatMetric } from '../format/number.ts';
import type { Theme } from '../terminal/theme.ts';

/** Verdicts of metric changes, what one has to know first. */
const order: readonly MetricChange['verdict'][] = [
  'worse',
  'only-before',
  'changed',
  'better',
  'only-after',
  'same',
];

/** What one has to know first comes first: what now fails the gate, what got worse, what now passes, then by verdict. */
function rankChange({ crosses, verdict }: MetricChange): number {
  if (crosses === 'now fails') return -1;
  return crosses === 'now passes' ? 0.5 : order.indexOf(verdict);
}

/** A metric of two versions on a line: `groundedness 2.74 → 4.33  ▲ +1.59 better`. */
export function linesOfMetrics(changes: readonly MetricChange[], theme: Theme): readonly Line[] {
  return changes
    .toSorted((one, other) => rankChange(one) - rankChange(other))
    .map(change => [
      { text: `  ${change.metric} ` },
      toned('muted', `${formatMetric(change.before)} ${theme.symbols.arrow} ${formatMetric(change.after)}  `),
      segmentOfChange(change, theme),
    ]);
}

/**
 * What changes for those who are served: metrics and configuration, now → then; with a gate also which metrics cross what it
 * demands. Empty where there is nothing to compare with.
 */
export function linesOfDifference(
  now: Version | undefined,
  then: Version | undefined,
  theme: Theme,
  gate?: MetricGate,
): readonly Line[] {
  if (now === undefined || then === undefined) return [];
  const { metrics, configuration } = compareVersions(now, then, gate);
  const settings = configuration.map(
    (change): Line => [
      { text: `  ${change.name} ` },
      toned('muted', `${change.before ?? 'not set'} ${theme.symbols.arrow} ${change.after ?? 'not set'}`),
    ],
  );
  const between = `${now.version} ${theme.symbols.arrow} ${then.version}`;
  return [
    ...(metrics.length === 0
      ? []
      : [[toned('muted', `Metrics ${between}`)], ...linesOfMetrics(metrics, theme)]),
    [toned('muted', `Configuration ${between}${settings.length === 0 ? ': the same' : ''}`)],
    ...settings,
  ];
}
