import { formatQuantity } from '../registry/unit.ts';
import { formatDifference, type Operator } from './number-comparison.ts';

/** An operator in words: `at least`. Pure. */
export function describeOperator(operator: Operator): string {
  return operator === '>=' ? 'at least' : 'at most';
}

/** The size of a computed difference in its unit: `0.12`, `0.2 s`. Pure. @param digits significant ones, at most */
export function formatChange(difference: number, unit: string, digits?: number): string {
  return formatQuantity(Number(formatDifference(difference, digits)), unit);
}

/** What a value lacks, in a sentence: `Needs 0.12 more.` Pure. @param margin null when no number can hold it */
export function describeNeed(margin: number | null, operator: Operator, unit: string): string {
  const direction = operator === '>=' ? 'more' : 'less';
  return margin === null ? `Needs to be ${direction}.` : `Needs ${formatChange(margin, unit)} ${direction}.`;
}
