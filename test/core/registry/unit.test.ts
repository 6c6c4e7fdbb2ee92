import { describe, expect, test } from 'vitest';
import { metricTable } from '../../../src/core/registry/metric.ts';
import {
  createRangeCheck,
  findRangeProblem,
  formatQuantity,
  normaliseUnit,
  unitTable,
} from '../../../src/core/registry/unit.ts';

describe('what a number in a unit can be', () => {
  test.each([
    ['ratio', 0],
    ['ratio', 1],
    ['score 0..5', 0],
    ['score 0..5', 5],
    ['similarity', -1],
    ['s', Number.MIN_VALUE],
    ['count', 0],
    ['USD', 0],
    ['1/s', 0],
    ['perplexity', 1],
    ['furlongs', -7],
    ['', 1e300],
  ])('%s can be %f', (unit, value) => {
    expect(findRangeProblem(value, unit)).toBeUndefined();
    expect(createRangeCheck(unit)(value)).toBe(true);
  });

  test.each([
    ['ratio', 4.2, 'is 4.2, which is no ratio 0..1; it looks like a judge score 0..5'],
    ['ratio', 87, 'is 87, which is no ratio 0..1; it looks like a percentage'],
    ['ratio', -0.1, 'is -0.1, which is no ratio 0..1'],
    ['ratio', 1e9, 'is 1000000000, which is no ratio 0..1'],
    ['score 0..5', 64, 'is 64, which is no score 0..5; it looks like a percentage'],
    ['score 0..5', 6, 'is 6, which is no score 0..5'],
    ['score 0..5', 10, 'is 10, which is no score 0..5'],
    ['ratio', 1.2, 'is 1.2, which is no ratio 0..1'],
    ['similarity', 1.5, 'is 1.5, which is no similarity -1..1'],
    ['similarity', 3.5, 'is 3.5, which is no similarity -1..1; it looks like a judge score 0..5'],
    ['count', -1, 'is -1, which is no count'],
    ['perplexity', 0.5, 'is 0.5, which is no perplexity of 1 or more'],
  ])('%s cannot be %f', (unit, value, problem) => {
    expect(findRangeProblem(value, unit)).toEqual({ kind: 'out-of-range', problem });
    expect(createRangeCheck(unit)(value)).toBe(false);
  });

  test.each([
    ['s', 0, 'is 0 s, which is no measurement'],
    ['ms', -3, 'is -3 ms, which is no measurement'],
  ])('a duration in %s of %f was never measured', (unit, value, problem) => {
    expect(findRangeProblem(value, unit)).toEqual({ kind: 'not-measured', problem });
  });
});

test.each([
  ['Seconds', 's'],
  [' ms ', 'ms'],
  ['0..5', 'score 0..5'],
  ['%', 'percent'],
  ['usd', 'USD'],
  ['furlongs', 'furlongs'],
  ['constructor', 'constructor'],
])('the unit spelled %j is %j', (text, unit) => {
  expect(normaliseUnit(text)).toBe(unit);
});

test('a number stands with its unit where the number alone does not say enough', () => {
  expect(formatQuantity(5.2, 's')).toBe('5.2 s');
  expect(formatQuantity(0.3, 'ratio')).toBe('0.3');
  expect(formatQuantity(2.9999999999999996, 'score 0..5')).toBe('2.9999999999999996');
});

test('every unit of the table of metrics is in the table of units', () => {
  const unknown = Object.entries(metricTable).filter(
    ([, { unit }]) => unit !== '' && !Object.hasOwn(unitTable, unit),
  );
  expect(unknown).toEqual([]);
});

test('no spelling means two units', () => {
  const spellings = Object.entries(unitTable).flatMap(([name, row]) => [name, ...row.spellings]);
  expect(spellings.filter((spelling, index) => spellings.indexOf(spelling) !== index)).toEqual([]);
});
