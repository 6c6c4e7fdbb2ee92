import type { MetricChange } from '../../../core/diff/compare-metrics.ts';
import {
  compareVersions,
  type ValueChange,
  type VersionComparison,
} from '../../../core/diff/compare-versions.ts';
import { chooseMetricGate, metricGateOf } from '../../../core/gate/metric-thresholds.ts';
import { getVersion } from '../../../core/plan/find-version.ts';
import { loadModel } from '../../../core/session/load-model.ts';
import { findPolicy } from '../../../core/session/load-policies.ts';
import { loadRecord } from '../../../core/session/load-records.ts';
import { asciiBar, drawChangeBar } from '../../format/change-bar.ts';
import { describeDifference } from '../../format/delta.ts';
import { describeCrossing } from '../../format/demand.ts';
import { formatMetric } from '../../format/number.ts';
import { describeDiff } from '../documents/diff-document.ts';
import { printTable, type TableOptions } from '../print-table.ts';
import { fitToOutput } from '../table-options.ts';
import { defineVerb } from '../verb.ts';
import { exitCodeOf } from '../verb-result.ts';

export const diffVerb = defineVerb({
  name: 'diff',
  group: 'Look',
  summary: 'compare two versions: metrics with their direction, configuration, artifacts',
  words: ['MODEL', 'BEFORE', 'AFTER'],
  options: { to: { takes: 'ALIAS', help: 'hold the metrics against the gate of this alias' } },
  run: async ({ host, words, options, openSession }) => {
    const session = await openSession();
    const { status, policies } = await loadModel(session, words.MODEL, host.stop);
    const load = (word: string) =>
      loadRecord(session, status, getVersion(status.index, word).version, host.stop);
    const [before, after] = [await load(words.BEFORE), await load(words.AFTER)];
    const gate =
      options.to === undefined
        ? chooseMetricGate(policies, status.usualAlias)
        : metricGateOf(options.to, await findPolicy(session, words.MODEL, options.to));
    const comparison = compareVersions(before, after, gate);
    return {
      exitCode: exitCodeOf('done'),
      document: () => describeDiff(comparison),
      lines: () => printDiff(comparison, fitToOutput(host)),
    };
  },
});

function printDiff(comparison: VersionComparison, options: TableOptions): readonly string[] {
  const { before, after } = comparison;
  const kept = (count: number) => (count === 0 ? '' : `, ${count} the same`);
  return [
    `${comparison.model}: ${before} to ${after}`,
    ...comparison.gaps.map(gap => `Warning: ${gap}; it compares as empty.`),
    ...section('Metrics', printMetrics(comparison, options)),
    ...section(
      `Configuration${kept(comparison.unchangedConfigurationCount)}`,
      printChanges(comparison, comparison.configuration, options),
    ),
    ...section(
      `Artifacts${kept(comparison.unchangedArtifactCount)}`,
      printChanges(comparison, comparison.artifacts, options),
    ),
    ...section('Training', printChanges(comparison, comparison.training, options)),
    ...section('Lineage', printChanges(comparison, comparison.lineage, options)),
    ...section('Also', printChanges(comparison, comparison.particulars, options)),
  ];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return ['', title, ...(lines.length === 0 ? ['  nothing differs'] : lines)];
}

function printMetrics(
  { before, after, metrics, gateAlias }: VersionComparison,
  options: TableOptions,
): readonly string[] {
  const columns = [
    { title: 'metric', cut: true as const },
    { title: before, align: 'right' as const },
    { title: after, align: 'right' as const },
    { title: 'change', align: 'right' as const },
    { title: 'size', spare: true as const },
    { title: 'verdict' },
  ];
  const rows = metrics.map(change => [
    change.metric,
    formatMetric(change.before),
    formatMetric(change.after),
    describeDifference(change),
    drawChangeBar(change, asciiBar),
    change.crosses === undefined ? change.verdict : `${change.verdict}, ${change.crosses}`,
  ]);
  return [...printTable(columns, rows, { ...options, indent: '  ' }), ...printCrossings(metrics, gateAlias)];
}

/** Every metric that goes from one side of what the gate demands to the other, as a sentence. */
function printCrossings(metrics: readonly MetricChange[], alias: string | undefined): readonly string[] {
  if (alias === undefined) return [];
  return metrics.flatMap(change => describeCrossing(change, alias) ?? []).map(words => `  ! ${words}`);
}

function printChanges(
  { before, after }: VersionComparison,
  changes: readonly ValueChange[],
  options: TableOptions,
): readonly string[] {
  const columns = [
    { title: 'name', cut: true as const },
    { title: before, cut: true as const },
    { title: after, cut: true as const },
  ];
  const rows = changes.map(change => [change.name, change.before ?? '-', change.after ?? '-']);
  return printTable(columns, rows, { ...options, indent: '  ' });
}
