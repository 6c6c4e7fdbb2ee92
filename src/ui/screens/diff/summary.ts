import type { ChangeVerdict, MetricChange } from '../../../core/diff/compare-metrics.ts';

/** How each verdict is counted, in the order in which it is told. */
const countWords: readonly (readonly [ChangeVerdict, string])[] = [
  ['better', 'better'],
  ['worse', 'worse'],
  ['same', 'same'],
  ['changed', 'changed'],
  ['only-before', 'gone'],
  ['only-after', 'new'],
];

/** The metrics in one sentence: `2 better, 1 worse, 3 same; 1 now fails its gate`. Pure. */
export function summariseMetrics(metrics: readonly MetricChange[]): string {
  if (metrics.length === 0) return 'neither version has metrics';
  const counted = countWords.flatMap(([verdict, words]): readonly string[] => {
    const count = metrics.filter(change => change.verdict === verdict).length;
    const isNews = verdict === 'better' || verdict === 'worse';
    return count === 0 && !isNews ? [] : [`${count} ${words}`];
  });
  const failing = metrics.filter(change => change.crosses === 'now fails').length;
  return `${counted.join(', ')}${failing === 0 ? '' : `; ${failing} now ${failing === 1 ? 'fails its' : 'fail their'} gate`}`;
}
