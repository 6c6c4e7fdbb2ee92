import { formatQuantity } from '../registry/unit.ts';
import { formatDifference, type Operator } from './number-comparison.ts';

/** An operator in words: `at least`. Pure. */
export function describeOperator(operator: Operator): string {
  return operator === '>=' ? 'at least' : 'at most';
}

/** The size of a computed difference in its unit: `0.12`, `0.2 s`. Pure. */
export function formatChange(difference: number, unit: string): string {
  return formatQuantity(Number(formatDifference(difference)), unit);
}

/** What a value lacks, in a sentence: `Needs 0.12 more.` Pure. @param margin null when no number can hold it */
export function describeNeed(margin: number | null, operator: Operator, unit: string): string {
  const direction = operator === '>=' ? 'more' : 'less';
  return margin === null ? `Needs to be ${direction}.` : `Needs ${formatChange(margin, unit)} ${direction}.`;
}
