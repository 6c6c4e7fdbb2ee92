/** How a value is held against a threshold. Equality passes. */
export type Operator = '>=' | '<=';

/** Whether a value as measured reaches a threshold: exact, without any tolerance; never for what is no finite number. Pure. */
export function reaches(value: number, operator: Operator, threshold: number): boolean {
  if (!Number.isFinite(value) || !Number.isFinite(threshold)) return false;
  return operator === '>=' ? value >= threshold : value <= threshold;
}

/** How far a value is on the good side of a threshold, negative on the bad one; null when no number can hold it. Pure. */
export function measureMargin(value: number, operator: Operator, threshold: number): number | null {
  return cleanDifference(operator === '>=' ? value - threshold : threshold - value);
}

/** Digits of a computed difference that subtracting two numbers leaves standing. */
const trustedDigits = 12;

/** A computed difference without the noise of binary fractions, `0.12` for 3.12 − 3; null when it is not finite. Pure. */
export function cleanDifference(difference: number): number | null {
  return Number.isFinite(difference) ? Number(difference.toPrecision(trustedDigits)) : null;
}

/** Digits of a difference that people read. */
const shownDigits = 6;

/** The size of a difference for people: `0.12`. Pure. @param digits significant ones, at most */
export function formatDifference(difference: number, digits = shownDigits): string {
  return String(Number(Math.abs(difference).toPrecision(digits)));
}

/** How many digits tell the sizes of two differences apart, as few as people read where they do not differ. Pure. */
export function countTellingDigits(one: number, other: number): number {
  for (let digits = shownDigits; digits <= trustedDigits; digits += 1)
    if (formatDifference(one, digits) !== formatDifference(other, digits)) return digits;
  return shownDigits;
}
