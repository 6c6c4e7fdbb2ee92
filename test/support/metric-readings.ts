import type { MetricReading } from '../../src/core/evidence/metric-readings.ts';

/** Looks readings up by name: a number, a number with its repeat runs, or what cannot be read, by its problem. */
export function readingsOf(
  values: Readonly<Record<string, number | readonly number[] | { readonly broken: string }>>,
): (metric: string) => MetricReading {
  return metric => {
    const value = Object.hasOwn(values, metric) ? values[metric] : undefined;
    if (value === undefined) return { state: 'absent', problem: `${metric} is not there` };
    if (typeof value === 'number') return { state: 'number', value, repeats: [] };
    if ('broken' in value) return { state: 'broken', problem: value.broken };
    const [first = 0, ...repeats] = value;
    return { state: 'number', value: first, repeats };
  };
}

/** The example of S1's document. */
export const documentedMetrics = {
  bleu1: 0.3713,
  bleu2: 0.2622,
  bleu3: 0.2035,
  bleu4: 0.1603,
  rougeL_precision: 0.6641,
} as const;
