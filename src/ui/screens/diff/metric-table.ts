import type { MetricChange } from '../../../core/diff/compare-metrics.ts';
import type { VersionComparison } from '../../../core/diff/compare-versions.ts';
import { heightOfTable, type TableColumn, widthOfTable } from '../../components/static-table.tsx';
import { drawChangeBar } from '../../format/change-bar.ts';
import { segmentOfChange } from '../../format/delta.ts';
import { formatMetric } from '../../format/number.ts';
import type { Size } from '../../runtime/screen.ts';
import type { Theme } from '../../terminal/theme.ts';
import { formatShare } from './metric-columns.ts';

/** The metrics of two versions as a table with rules. */
export type MetricTable = {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly string[])[];
};

type Part = TableColumn & { readonly value: (change: MetricChange) => string };

/**
 * The table in a room, with nothing cut: where it is too wide the unit is left out, then the size as a bar. Undefined where it
 * does not fit even then, or there is nothing in it. Pure.
 */
export function createMetricTable(
  metrics: readonly MetricChange[],
  comparison: Pick<VersionComparison, 'before' | 'after'>,
  room: Size,
  theme: Theme,
): MetricTable | undefined {
  if (metrics.length === 0 || heightOfTable(metrics.length) > room.rows) return undefined;
  const parts = partsOf(metrics, comparison, theme);
  const choices = [
    parts,
    parts.filter(({ heading }) => heading !== 'UNIT'),
    parts.filter(({ heading }) => heading !== 'UNIT' && heading !== 'SIZE'),
  ];
  const tables = choices.map(columns => ({
    columns,
    rows: metrics.map(change => columns.map(({ value }) => value(change))),
  }));
  return tables.find(({ columns, rows }) => widthOfTable(columns, rows) <= room.columns);
}

function partsOf(
  metrics: readonly MetricChange[],
  { before, after }: Pick<VersionComparison, 'before' | 'after'>,
  theme: Theme,
): readonly Part[] {
  const wordsOf = (change: MetricChange): string => segmentOfChange(change, theme).text;
  const toneOf = new Map(metrics.map(change => [wordsOf(change), segmentOfChange(change, theme).tone]));
  return [
    { heading: 'METRIC', value: ({ metric }) => metric },
    { heading: before, align: 'right', value: change => formatMetric(change.before) },
    { heading: after, align: 'right', value: change => formatMetric(change.after) },
    { heading: 'CHANGE', tone: value => toneOf.get(value) ?? 'plain', value: wordsOf },
    { heading: 'SIZE', value: change => drawChangeBar(change, theme.symbols) },
    { heading: '%', align: 'right', value: formatShare },
    { heading: 'UNIT', value: ({ unit }) => unit },
  ];
}
