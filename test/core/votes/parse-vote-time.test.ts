import { expect, test } from 'vitest';
import { parseVoteTime } from '../../../src/core/votes/parse-vote-time.ts';

test.each([
  ['of a browser', '2026-03-01T12:00:00.123Z', '2026-03-01T12:00:00.123Z'],
  ['without a zone, which is UTC', '2026-03-01T12:00:00', '2026-03-01T12:00:00.000Z'],
  ['of Python, with microseconds', '2026-03-01 12:00:00.123456', '2026-03-01T12:00:00.123Z'],
  ['of Python, aware', '2026-03-01T12:00:00.123456+00:00', '2026-03-01T12:00:00.123Z'],
  ['of another zone', '2026-03-01T12:00:00+05:30', '2026-03-01T06:30:00.000Z'],
  ['of a zone west of UTC', '2026-03-01T22:00:00-0300', '2026-03-02T01:00:00.000Z'],
  ['without seconds', '2026-03-01T12:00', '2026-03-01T12:00:00.000Z'],
  ['of a leap day', '2028-02-29T00:00:00Z', '2028-02-29T00:00:00.000Z'],
])('a time %s is read', (_, text, at) => {
  expect(parseVoteTime(text)).toBe(Date.parse(at));
});

test.each([
  '',
  'yesterday',
  '1772366400',
  '2026-03-01',
  '2026-02-29T00:00:00Z',
  '2026-02-31T00:00:00',
  '2026-13-01T00:00:00Z',
  '2026-03-01T24:00:00Z',
  '2026-03-01T12:60:00Z',
  '2026-03-01T12:00:61Z',
  '2026-03-01T12:00:00+24:00',
  ' 2026-03-01T12:00:00Z',
  `2026-03-01T12:00:00.${'1'.repeat(40)}Z`,
])('%j is no time', text => {
  expect(parseVoteTime(text)).toBeUndefined();
});
