import type { MetricChange } from '../../../core/diff/compare-metrics.ts';
import type { VersionComparison } from '../../../core/diff/compare-versions.ts';
import { type Column, widestOf } from '../../components/columns.ts';
import { toned } from '../../components/line.tsx';
import { changeBarWidth, drawChangeBar } from '../../format/change-bar.ts';
import { segmentOfChange } from '../../format/delta.ts';
import { formatMetric, formatRatio } from '../../format/number.ts';
import type { Theme } from '../../terminal/theme.ts';

/** From so many cells on, names and words stay whole and the unit gives way first. */
const roomyWidth = 80;

/** The columns of the metrics of two versions. Where room is short the unit goes first, then the size as a bar. Pure. */
export function metricColumns(
  metrics: readonly MetricChange[],
  { before, after }: Pick<VersionComparison, 'before' | 'after'>,
  width: number,
  theme: Theme,
): readonly Column<MetricChange>[] {
  const nameWidth = widestOf(
    metrics.map(change => change.metric),
    'METRIC',
    32,
  );
  const wordsWidth = widestOf(
    metrics.map(change => segmentOfChange(change, theme).text),
    'CHANGE',
    28,
  );
  const isRoomy = width >= roomyWidth;
  const crossesAny = metrics.some(change => change.crosses !== undefined);
  return [
    {
      heading: 'METRIC',
      cell: ({ metric }) => ({ text: metric }),
      minimum: isRoomy ? Math.min(nameWidth, 20) : 14,
      wanted: nameWidth,
      priority: 1,
    },
    {
      heading: before,
      cell: change => ({ text: formatMetric(change.before) }),
      align: 'right',
      minimum: 7,
      wanted: 10,
      priority: 2,
    },
    {
      heading: after,
      cell: change => ({ text: formatMetric(change.after) }),
      align: 'right',
      minimum: 7,
      wanted: 10,
      priority: 2,
    },
    {
      heading: 'CHANGE',
      cell: change => segmentOfChange(change, theme),
      minimum: isRoomy || crossesAny ? wordsWidth : 15,
      wanted: wordsWidth,
      priority: 1,
    },
    {
      heading: 'SIZE',
      cell: change => ({ text: drawChangeBar(change, theme.symbols) }),
      minimum: changeBarWidth,
      wanted: changeBarWidth,
      priority: 4,
    },
    {
      heading: '%',
      cell: change => ({ text: formatShare(change) }),
      align: 'right',
      minimum: 6,
      wanted: 7,
      priority: 3,
    },
    { heading: 'UNIT', cell: ({ unit }) => toned('muted', unit), minimum: 6, wanted: 10, priority: 5 },
  ];
}

/** The percentage of a change: `+3.4%`; empty where there is none. */
export function formatShare({ differenceRatio, verdict }: MetricChange): string {
  if (differenceRatio === undefined || verdict === 'same') return '';
  return `${differenceRatio > 0 ? '+' : ''}${formatRatio(differenceRatio)}`;
}
