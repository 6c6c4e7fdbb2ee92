import type { Metrics } from '../../core/registry/version.ts';
import { formatMetric } from './number.ts';

/** Metrics as people write them down: `accuracy=0.94 perplexity=1.2`, the first few of many. Pure. */
export function formatScores(metrics: Metrics): string {
  const entries = Object.entries(metrics);
  const shown = entries.slice(0, shownScores).map(([name, value]) => `${name}=${formatMetric(value)}`);
  return [
    ...shown,
    ...(entries.length > shownScores ? [`and ${entries.length - shownScores} more`] : []),
  ].join(' ');
}

const shownScores = 4;
