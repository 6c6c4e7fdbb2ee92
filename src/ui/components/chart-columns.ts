import type { MetricDirection } from '../../core/registry/metric.ts';

/** What a chart knows of a version. */
export type ChartPoint = {
  /** Its name on the axis. */
  readonly label: string;
  /** undefined: it has none, and the line has a gap. */
  readonly value: number | undefined;
  readonly mark: 'none' | 'live' | 'was-live' | 'rolled-back';
  /** Whether it does not reach a threshold: by the row alone that cannot always be told. */
  readonly fails: boolean;
};

/** A column of the chart with the points that fall on it. */
export type ChartColumn = {
  /** From the left, 0 first. */
  readonly column: number;
  /** Places of its points, `first` and `last` included. */
  readonly first: number;
  readonly last: number;
  /** The point that is drawn for all of them; undefined when none has a value. */
  readonly shown: (ChartPoint & { readonly value: number }) | undefined;
};

/** Cells between two points, at most. */
const widestStep = 8;

/**
 * The points by column: apart where there is room, else several to a column. Of those the live one is drawn, else the worst by
 * the direction; where that is not known, the newest. Pure.
 */
export function arrangeColumns(
  points: readonly ChartPoint[],
  width: number,
  direction: MetricDirection,
): readonly ChartColumn[] {
  const count = Math.min(points.length, width);
  const step = count < 2 ? 0 : Math.min(widestStep, (width - 1) / (count - 1));
  return Array.from({ length: count }, (_, place) => {
    const first = Math.floor((place * points.length) / count);
    const last = Math.floor(((place + 1) * points.length) / count) - 1;
    return {
      column: Math.round(place * step),
      first,
      last,
      shown: choosePoint(points, first, last, direction),
    };
  });
}

/** The column on which a point falls; undefined for a place that there is not. Pure. */
export function findColumn(columns: readonly ChartColumn[], place: number): ChartColumn | undefined {
  return columns.find(column => column.first <= place && place <= column.last);
}

type Measured = ChartPoint & { readonly value: number };

function choosePoint(
  points: readonly ChartPoint[],
  first: number,
  last: number,
  direction: MetricDirection,
): Measured | undefined {
  let chosen: Measured | undefined;
  for (let place = first; place <= last; place += 1) {
    const point = points[place];
    if (point === undefined || !isMeasured(point)) continue;
    if (chosen === undefined || isPreferred(point, chosen, direction)) chosen = point;
  }
  return chosen;
}

function isMeasured(point: ChartPoint): point is Measured {
  return point.value !== undefined && Number.isFinite(point.value);
}

function isPreferred(point: Measured, chosen: Measured, direction: MetricDirection): boolean {
  if (chosen.mark === 'live') return false;
  if (point.mark === 'live' || direction === 'unknown') return true;
  return direction === 'higher' ? point.value < chosen.value : point.value > chosen.value;
}
