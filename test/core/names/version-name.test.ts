import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compareVersionNames,
  parseVersionName,
  sortByVersionName,
} from '../../../src/core/names/version-name.ts';

const versionLike = fc.oneof(
  fc.nat({ max: 30 }).map(String),
  fc.nat({ max: 30 }).map(number => `v${number}`),
  fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 12 })).map(([major, minor]) => `v${major}.${minor}`),
  fc
    .tuple(
      fc.nat({ max: 1 }),
      fc.nat({ max: 1 }),
      fc.constantFrom('', '-rc.1', '-rc.2', '-alpha', '-alpha.beta', '+b1'),
    )
    .map(([minor, patch, rest]) => `1.${minor}.${patch}${rest}`),
  fc.constantFrom(
    'v2b',
    'V2B',
    'v2-rc1',
    'v2',
    'v02',
    '2025-01-02-run',
    '2025-01-02',
    '20250102',
    'run-000',
    'run-10',
    'run-9',
    'é',
  ),
  fc.string({
    unit: fc.constantFrom('v', '1', '0', '2', '.', '-', '_', 'b', 'rc', 'B'),
    minLength: 1,
    maxLength: 6,
  }),
);

describe('version names', () => {
  test.each([
    ['7', 'v7'],
    ['v7', 'v7'],
    ['V7', 'v7'],
    ['frontshift-rag_v7', 'v7'],
    ['frontshift-rag_v2b', 'v2b'],
    ['0', 'v0'],
    ['v2b', 'v2b'],
    ['v2.10', 'v2.10'],
    ['1.0.0-rc.1', '1.0.0-rc.1'],
    ['2025-01-02-run', '2025-01-02-run'],
    ['run-000', 'run-000'],
    ['v007', 'v007'],
    ['other_v7', 'other_v7'],
    ['frontshift-rag_best', 'frontshift-rag_best'],
  ])('%s is printed as %s', (typed, printed) => {
    expect(parseVersionName('frontshift-rag', typed)).toBe(printed);
  });

  test.each(['../v7', 'v7/..', '', 'v7\n'])('%j is refused', typed => {
    expect(() => parseVersionName('frontshift-rag', typed)).toThrow(
      expect.objectContaining({ code: 'invalid-name' }),
    );
  });

  test.each([
    [['v1', 'v2', 'v9', 'v10', 'v100']],
    [['v2', 'v2.9', 'v2.10', 'v2b', 'v3']],
    [['v2-rc1', 'v2', 'v2b']],
    [
      [
        '1.0.0-alpha',
        '1.0.0-alpha.1',
        '1.0.0-alpha.beta',
        '1.0.0-beta',
        '1.0.0-beta.2',
        '1.0.0-beta.11',
        '1.0.0-rc.1',
        '1.0.0',
        '1.0.1',
      ],
    ],
    [['2024-12-31-run', '2025-01-02', '2025-01-02-run', '2025-01-10']],
    [['run-000', 'run-001', 'run-9', 'run-10']],
    [['v99999999999999999999998', 'v99999999999999999999999', 'v100000000000000000000000']],
  ])('from oldest to newest: %j', names => {
    expect([...names].reverse().sort(compareVersionNames)).toEqual(names);
    expect(sortByVersionName([...names].reverse(), name => name)).toEqual(names);
  });

  test('sorts many as it compares two', () => {
    fc.assert(
      fc.property(fc.array(versionLike), names => {
        expect(sortByVersionName(names, name => name)).toEqual([...names].sort(compareVersionNames));
      }),
    );
  });

  test('the order is total: the same both ways round, and only equal names are equal', () => {
    fc.assert(
      fc.property(versionLike, versionLike, (a, b) => {
        expect(Math.sign(compareVersionNames(a, b))).toBe(0 - Math.sign(compareVersionNames(b, a)));
        expect(compareVersionNames(a, b) === 0).toBe(a === b);
      }),
      { numRuns: 5000 },
    );
  });

  test('the order holds across three names', () => {
    fc.assert(
      fc.property(versionLike, versionLike, versionLike, (a, b, c) => {
        const [first, second, third] = [a, b, c].sort(compareVersionNames);
        expect(compareVersionNames(first ?? '', second ?? '')).toBeLessThanOrEqual(0);
        expect(compareVersionNames(second ?? '', third ?? '')).toBeLessThanOrEqual(0);
        expect(compareVersionNames(first ?? '', third ?? '')).toBeLessThanOrEqual(0);
      }),
      { numRuns: 10_000 },
    );
  });
});
