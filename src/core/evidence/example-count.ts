import type { EvidenceValue } from './evidence-file.ts';
import { describeValue } from './evidence-object.ts';
import type { MetricReading } from './metric-readings.ts';

/** Why nothing that was measured counts. */
export type Doubt = Exclude<MetricReading, { readonly state: 'number' }>;

/**
 * What the number of examples that were measured says against everything measured on them: none, nobody knows how many, or no number of
 * examples. Undefined when nothing is against it, or the file does not say. Pure.
 * @param field what the number is called, for people: `count`
 * @param where what was measured, for people and safe to show: `slice pto of bias_report.json`
 */
export function doubtExamples(
  count: EvidenceValue | undefined,
  field: string,
  where: string,
): Doubt | undefined {
  if (count === undefined || (isCount(count) && count > 0)) return undefined;
  if (count === 0) return { state: 'absent', problem: `${where} has no examples` };
  const found = `the ${field} of ${where} is ${describeValue(count)}`;
  return count === null
    ? { state: 'absent', problem: found }
    : { state: 'broken', problem: `${found}, not a number of examples` };
}

/** Whether a value is a whole number of examples, 0 among them. Pure. */
export function isCount(value: EvidenceValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
