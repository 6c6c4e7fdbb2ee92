import { describe, expect, test } from 'vitest';
import {
  cleanDifference,
  formatDifference,
  measureMargin,
  reaches,
} from '../../../src/core/gate/number-comparison.ts';

describe('comparing what was measured', () => {
  test.each([
    [3, '>=', 3, true],
    [3.0000000000000004, '>=', 3, true],
    [2.9999999999999996, '>=', 3, false],
    [5, '<=', 5, true],
    [4.999999999999999, '<=', 5, true],
    [5.000000000000001, '<=', 5, false],
    [-0, '>=', 0, true],
    [Number.NaN, '>=', 3, false],
    [Number.NaN, '<=', 3, false],
    [Number.POSITIVE_INFINITY, '>=', 3, false],
    [Number.NEGATIVE_INFINITY, '<=', 3, false],
    [3, '>=', Number.NEGATIVE_INFINITY, false],
    [3, '<=', Number.NaN, false],
  ] as const)('%f %s %f is %s', (value, operator, threshold, expected) => {
    expect(reaches(value, operator, threshold)).toBe(expected);
  });

  test('a margin is positive on the good side, and free of the noise of binary fractions', () => {
    expect(measureMargin(3.12, '>=', 3)).toBe(0.12);
    expect(measureMargin(3.12, '<=', 3)).toBe(-0.12);
  });

  test('a value that is just short has a margin below zero', () => {
    expect(measureMargin(2.9999999999999996, '>=', 3)).toBeLessThan(0);
  });

  test('a difference no number can hold is null', () => {
    expect(cleanDifference(Number.MAX_VALUE + Number.MAX_VALUE)).toBeNull();
    expect(cleanDifference(Number.NaN)).toBeNull();
  });

  test('a difference is shown by its size', () => {
    expect(formatDifference(-0.1200000000000001)).toBe('0.12');
  });
});
