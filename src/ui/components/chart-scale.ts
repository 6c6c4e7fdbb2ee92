/** The values that the rows of a chart stand for, top row first. */
export type ChartScale = {
  readonly rows: number;
  readonly highest: number;
  readonly lowest: number;
  /** The distance of the labels of its axis; undefined where no round numbers are in it. */
  readonly step: number | undefined;
};

/** A value with a label on the axis, and the row it falls on. */
export type Tick = { readonly row: number; readonly value: number };

/** What is drawn, before its ends and its labels are made round. */
type Range = Omit<ChartScale, 'step'>;

/** How many times as tall as the values alone a chart may become so that a threshold is in it. */
const mostStretch = 3;

/** Rows between two labels of the axis, at least; fewer only where there would be less than two labels. */
const labelDistance = 3;

/** Times that a smaller step is tried where there would be less than two labels. */
const mostRefinements = 3;

/** How far from a round number a quotient may be by the way that numbers are kept. */
const binaryNoise = 1e-9;

/**
 * A scale from the lowest to the highest value, thresholds included where they are near enough; its ends are round where a round value
 * is less than half a row away. Values: one at least. Pure.
 */
export function createScale(
  values: readonly number[],
  thresholds: readonly number[],
  rows: number,
): ChartScale {
  let [lowest, highest] = extremesOf(values);
  const range = halfRange(lowest, highest);
  for (const threshold of thresholds) {
    const [low, high] = [Math.min(lowest, threshold), Math.max(highest, threshold)];
    if (range > 0 && halfRange(low, high) > mostStretch * range) continue;
    [lowest, highest] = [low, high];
  }
  return makeRound({ rows, highest, lowest });
}

/** The row of a value, 0 at the top; the middle one where all values are equal; undefined for one outside of the scale. Pure. */
export function rowOf(value: number, { rows, highest, lowest }: Range): number | undefined {
  if (value < lowest || value > highest) return undefined;
  if (highest === lowest) return Math.floor((rows - 1) / 2);
  return Math.round(depthOf(value, { highest, lowest }) * (rows - 1));
}

/**
 * The labels of the axis: round values, steps of 1, 2 or 5 apart. One label where all values are equal; the ends where no values
 * between them are round. Pure.
 */
export function listTicks(scale: ChartScale): readonly Tick[] {
  const { rows, highest, lowest, step } = scale;
  if (highest === lowest) return [{ row: Math.floor((rows - 1) / 2), value: highest }];
  if (step !== undefined) return placeTicks(scale, step);
  const top = { row: 0, value: highest };
  return rows === 1 ? [top] : [top, { row: rows - 1, value: lowest }];
}

/** The scale with the largest step that gives it labels enough. */
function makeRound(range: Range): ChartScale {
  const { rows, highest, lowest } = range;
  const spaces = Math.max(1, Math.floor((rows - 1) / labelDistance));
  let step = roundStep((halfRange(lowest, highest) / spaces) * 2);
  for (let tried = 0; tried <= mostRefinements && isUsable(step); tried += 1) {
    const snapped = snapEnds(range, step);
    if (placeTicks(snapped, step).length >= Math.min(2, rows)) return { ...snapped, step };
    step = roundStep(step / 2.5);
  }
  return { ...range, step: undefined };
}

/** None for equal values, no number for huge ones. */
function isUsable(step: number): boolean {
  return step > 0 && Number.isFinite(step);
}

function snapEnds({ rows, highest, lowest }: Range, step: number): Range {
  if (rows === 1) return { rows, highest, lowest };
  const halfRow = halfRange(lowest, highest) / (rows - 1);
  const low = cleanNoise(Math.floor(lowest / step + binaryNoise) * step);
  const high = cleanNoise(Math.ceil(highest / step - binaryNoise) * step);
  return {
    rows,
    highest: high - highest < halfRow ? Math.max(high, highest) : highest,
    lowest: lowest - low < halfRow ? Math.min(low, lowest) : lowest,
  };
}

/** The multiples of a step that are in the scale. */
function placeTicks(range: Range, step: number): readonly Tick[] {
  const first = Math.ceil(range.lowest / step - binaryNoise);
  const count = Math.max(0, Math.floor(range.highest / step + binaryNoise) - first + 1);
  return Array.from({ length: Math.min(count, range.rows) }, (_, place) => {
    const value = cleanNoise((first + place) * step);
    return { value, row: rowOf(value, range) };
  }).filter((tick): tick is Tick => tick.row !== undefined);
}

/** The smallest of 1, 2 and 5, times a power of ten, that is at least this. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5].find(each => each * power >= least * (1 - binaryNoise)) ?? 10;
  return Number((factor * power).toPrecision(1));
}

/** Values between two others carry binary noise in their last digits. */
function cleanNoise(value: number): number {
  return Number(value.toPrecision(12));
}

/** Half of the distance: the whole of two huge values may be no number. */
function halfRange(lowest: number, highest: number): number {
  return highest / 2 - lowest / 2;
}

/** How far below the highest value one is, from 0 to 1. Halves of tiny values may be equal, and the range of huge ones no number. */
function depthOf(value: number, { highest, lowest }: Pick<Range, 'highest' | 'lowest'>): number {
  const range = highest - lowest;
  if (Number.isFinite(range)) return (highest - value) / range;
  return halfRange(value, highest) / halfRange(lowest, highest);
}

function extremesOf(values: readonly number[]): [lowest: number, highest: number] {
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  }
  return [lowest, highest];
}
