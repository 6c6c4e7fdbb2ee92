import type { Trend } from '../../core/trend/trend.ts';
import { formatMetric } from './number.ts';

/** How a metric develops, in one sentence or two: `Falls over the last 3 versions, getting worse.` and `Best v8 4.33, worst v9 2.74.` */
export function describeDevelopment({
  tendency,
  best,
  worst,
}: Pick<Trend, 'tendency' | 'best' | 'worst'>): readonly [tendency: string, extremes?: string] {
  const { words } = tendency;
  const sentence = `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
  if (best === undefined || worst === undefined || best === worst) return [sentence];
  const [highest, lowest] = [formatMetric(best.value), formatMetric(worst.value)];
  return [sentence, `Best ${best.version} ${highest}, worst ${worst.version} ${lowest}.`];
}
