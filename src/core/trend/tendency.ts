import type { MetricDirection } from '../registry/metric.ts';

/** A value of a version. */
export type VersionValue = { readonly version: string; readonly value: number };

/** How a metric develops in the newest versions. */
export type Tendency = {
  readonly movement: 'rises' | 'falls' | 'same' | 'unknown';
  /** Versions in a row, the newest among them, that go the same way; 0 when none has a value. */
  readonly versionCount: number;
  readonly verdict: 'better' | 'worse' | 'same' | 'unknown';
  /** A sentence without its subject: `falls over the last 3 versions, getting worse`. */
  readonly words: string;
};

/**
 * How the newest values develop, oldest first, versions without a value left out: the longest run up to the newest in which
 * each step goes the same way. Pure.
 */
export function describeTendency(values: readonly VersionValue[], direction: MetricDirection): Tendency {
  const newest = values.at(-1);
  const before = values.at(-2);
  if (newest === undefined || before === undefined) {
    const words = newest === undefined ? 'was never measured' : `was measured in ${newest.version} only`;
    return { movement: 'unknown', versionCount: values.length, verdict: 'unknown', words };
  }
  const way = Math.sign(newest.value - before.value);
  const versionCount = countRun(values, way);
  const verdict = judgeWay(way, direction);
  if (way === 0) {
    const words = `is the same in the last ${versionCount} versions`;
    return { movement: 'same', versionCount, verdict, words };
  }
  const movement = way > 0 ? 'rises' : 'falls';
  return { movement, versionCount, verdict, words: `${movement} ${describeRun()}` };

  function describeRun(): string {
    const judged = verdict === 'unknown' ? '' : `, getting ${verdict}`;
    return versionCount === 2
      ? `from ${before?.version} to ${newest?.version}${judged}`
      : `over the last ${versionCount} versions${judged}`;
  }
}

/** Values at the end that go one way, at least two. */
function countRun(values: readonly VersionValue[], way: number): number {
  let count = 1;
  for (let place = values.length - 1; place > 0; place -= 1) {
    const [one, other] = [values[place - 1]?.value ?? 0, values[place]?.value ?? 0];
    if (Math.sign(other - one) !== way) break;
    count += 1;
  }
  return count;
}

function judgeWay(way: number, direction: MetricDirection): Tendency['verdict'] {
  if (way === 0) return 'same';
  if (direction === 'unknown') return 'unknown';
  return way > 0 === (direction === 'higher') ? 'better' : 'worse';
}
