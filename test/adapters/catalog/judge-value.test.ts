import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeValue } from '../../../src/adapters/catalog/judge-value.ts';

test.each([
  ['what the file lacks is written', undefined, 0.9, [], false, 'ours'],
  ['what it says already is left', 0.9, 0.9, [0.5], false, 'same'],
  ['equal lists are the same', ['a', 'b'], ['a', 'b'], [], false, 'same'],
  ['what was decided just now goes over anything', 0.2, 0.9, [], true, 'ours'],
  ['what an old save brought back is written again', 0.5, 0.9, [0.5], false, 'ours'],
  ['another value is theirs', 0.2, 0.9, [0.5], false, 'theirs'],
  ['a value of another kind is theirs', 'high', 0.9, [0.5], false, 'theirs'],
  ['a list in another order is theirs', ['b', 'a'], ['a', 'b'], [['a']], false, 'theirs'],
] as const)('%s', (_, said, recorded, earlier, isFresh, verdict) => {
  expect(judgeValue({ said, recorded, earlier, isFresh })).toBe(verdict);
});

const json = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string(),
  fc.array(fc.string()),
);

test('nothing is written over a value that we never said, unless it was decided just now', () => {
  fc.assert(
    fc.property(json, json, fc.array(json), (said, recorded, earlier) => {
      const texts = [recorded, ...earlier].map(value => JSON.stringify(value));
      const verdict = judgeValue({ said, recorded, earlier, isFresh: false });
      expect(verdict === 'theirs').toBe(!texts.includes(JSON.stringify(said)));
    }),
  );
});
