import type { Trend, TrendPoint } from '../../core/trend/trend.ts';
import { formatDemand } from '../format/demand.ts';
import type { Symbols } from '../terminal/theme.ts';
import type { ChartPoint } from './chart-columns.ts';
import type { Line } from './line.tsx';
import { drawLineChart } from './line-chart.ts';

/** Cells and lines. */
type Room = { readonly width: number; readonly height: number };

/** The chart of a trend, with the place of the selected point. Pure. */
export function drawTrend(
  trend: Trend,
  room: Room,
  cursor: number | undefined,
  symbols: Symbols,
): readonly Line[] {
  const { points, unit, direction, thresholds } = trend;
  return drawLineChart(
    {
      ...room,
      points: points.map(
        (point): ChartPoint => ({
          label: point.version,
          value: point.value,
          mark: markOf(point),
          fails: point.reaches === false,
        }),
      ),
      ...{ unit, direction, cursor },
      thresholds: thresholds.map(threshold => ({
        value: threshold.threshold,
        label: `gate ${formatDemand(threshold, symbols)}`,
      })),
    },
    symbols,
  );
}

function markOf({ isLive, rolledBack, liveSpans }: TrendPoint): ChartPoint['mark'] {
  if (isLive || liveSpans.some(span => span.end === undefined)) return 'live';
  if (rolledBack !== undefined) return 'rolled-back';
  return liveSpans.length === 0 ? 'none' : 'was-live';
}
