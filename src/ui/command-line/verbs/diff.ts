import type { MetricChange } from '../../../core/diff/compare-metrics.ts';
import {
  compareVersions,
  type ValueChange,
  type VersionComparison,
} from '../../../core/diff/compare-versions.ts';
import { BugError } from '../../../core/errors/app-error.ts';
import { getVersion } from '../../../core/plan/find-version.ts';
import { loadModel } from '../../../core/session/load-model.ts';
import { formatMetric, formatRatio } from '../../format/number.ts';
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
  options: {},
  run: async ({ host, words, openSession }) => {
    const session = await openSession();
    const { status } = await loadModel(session, words.MODEL, host.stop);
    const names = [words.BEFORE, words.AFTER].map(word => getVersion(status.index, word).version);
    const { reader } = session.registry;
    const [before, after] = await reader.loadVersions(words.MODEL, names, 'everything', {
      signal: host.stop,
    });
    if (before === undefined || after === undefined) {
      throw new BugError('internal-bug', 'Two versions were asked for and not given.');
    }
    const comparison = compareVersions(before, after);
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
    ...section('Also', printChanges(comparison, comparison.particulars, options)),
  ];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return ['', title, ...(lines.length === 0 ? ['  nothing differs'] : lines)];
}

function printMetrics(
  { before, after, metrics }: VersionComparison,
  options: TableOptions,
): readonly string[] {
  const columns = [
    { title: 'metric', cut: true as const },
    { title: before, align: 'right' as const },
    { title: after, align: 'right' as const },
    { title: 'change', align: 'right' as const },
    { title: 'verdict' },
  ];
  const rows = metrics.map(change => [
    change.metric,
    formatMetric(change.before),
    formatMetric(change.after),
    describeSize(change),
    change.verdict,
  ]);
  return printTable(columns, rows, { ...options, indent: '  ' });
}

function describeSize({ difference, differenceRatio }: MetricChange): string {
  if (difference === undefined || difference === 0) return '';
  const sign = difference > 0 ? '+' : '';
  // Differences of decimal fractions carry binary noise in their last digits.
  const size = `${sign}${formatMetric(Number(difference.toPrecision(12)))}`;
  return differenceRatio === undefined ? size : `${size} (${sign}${formatRatio(differenceRatio)})`;
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
