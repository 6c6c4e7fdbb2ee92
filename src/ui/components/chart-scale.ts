/** The values that the rows of a chart stand for, top row first. */
export type ChartScale = {
  readonly rows: number;
  readonly highest: number;
  readonly lowest: number;
};

/** How many times as tall as the values alone a chart may become so that a threshold is in it. */
const mostStretch = 3;

/** A scale from the lowest to the highest value, thresholds included where they are near enough. Values: one at least. Pure. */
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
  return { rows, highest, lowest };
}

/** The row of a value, 0 at the top; the middle one where all values are equal; undefined for one outside of the scale. Pure. */
export function rowOf(value: number, { rows, highest, lowest }: ChartScale): number | undefined {
  if (value < lowest || value > highest) return undefined;
  if (highest === lowest) return Math.floor((rows - 1) / 2);
  return Math.round((halfRange(value, highest) / halfRange(lowest, highest)) * (rows - 1));
}

/** Rows between two labels of the axis, at least. */
const labelDistance = 3;

/** The rows that have a label, with the value in the middle of each: top and bottom, and evenly between them. Pure. */
export function listTicks(scale: ChartScale): readonly { readonly row: number; readonly value: number }[] {
  const { rows, highest, lowest } = scale;
  if (highest === lowest) return [{ row: Math.floor((rows - 1) / 2), value: highest }];
  if (rows === 1) return [{ row: 0, value: highest }];
  const spaces = Math.max(1, Math.floor((rows - 1) / labelDistance));
  return Array.from({ length: spaces + 1 }, (_, place) => {
    const row = Math.round((place * (rows - 1)) / spaces);
    const ratio = row / (rows - 1);
    return { row, value: highest * (1 - ratio) + lowest * ratio };
  });
}

/** Half of the distance: the whole of two huge values may be no number. */
function halfRange(lowest: number, highest: number): number {
  return highest / 2 - lowest / 2;
}

function extremesOf(values: readonly number[]): [lowest: number, highest: number] {
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  }
  return [lowest, highest];
}
