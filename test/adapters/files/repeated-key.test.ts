import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePythonJson } from '../../../src/adapters/files/parse-python-json.ts';
import { parseUnambiguousJson } from '../../../src/adapters/files/parse-unambiguous-json.ts';
import { findRepeatedKey } from '../../../src/adapters/files/repeated-key.ts';

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

describe('a key that stands twice in an object', () => {
  test.each<readonly [string, string, number, number]>([
    ['{"groundedness": 1.2, "groundedness": 4}', 'groundedness', 1, 23],
    ['{"a": {"b": 1,\n  "b": 2}}', 'b', 2, 3],
    ['{"a": [1, {"b": 1}, {"b": 2, "c": 3, "b": 4}]}', 'b', 1, 38],
    ['{"a": 1, "\\u0061": 2}', 'a', 1, 10],
    ['{"__proto__": 1, "__proto__": 2}', '__proto__', 1, 18],
    ['{"": 1, "": 2}', '', 1, 9],
    ['{"a" : 1, "a"\n: 2}', 'a', 1, 11],
    ['{"a": "a", "b": ": a", "a": ""}', 'a', 1, 24],
    ['{"a\\"b": 1, "c": "\\\\", "a\\"b": 2}', 'a"b', 1, 24],
    ['{"a": {"a": {"a": 1}, "x": 1}, "a": 1}', 'a', 1, 32],
    ['\ufeff{"a": 1, "a": 2}', 'a', 1, 10],
    ['{"a": NaN, "b": -Infinity, "a": NaN}', 'a', 1, 28],
  ])('%s is found with its place', (text, key, line, column) => {
    const problem = `ambiguous: the key "${key}" stands twice, again at line ${line}, column ${column}`;
    expect(parsePythonJson(encode(text))).toEqual({ ok: false, fault: 'ambiguous', problem });
  });

  test.each([
    '{"a": {"b": 1}, "c": {"b": 2}}',
    '[{"a": 1}, {"a": 2}]',
    '{"a": "a", "b": "\\": 1, \\"a\\":"}',
    '{"a": ":", "b": ": x"}',
    '{"A": 1, "a": 2}',
    '"a"',
  ])('%s has none', text => {
    expect(parsePythonJson(encode(text))).toEqual({ ok: true, value: JSON.parse(text) });
  });

  test('is shown safely', () => {
    const reading = parsePythonJson(
      encode(`{"\\u001b[31m${'x'.repeat(5000)}": 1, "\\u001b[31m${'x'.repeat(5000)}": 2}`),
    );
    const problem = reading.ok ? '' : reading.problem;
    expect(problem).toMatch(/^ambiguous: the key "\^\[\[31mx+…" stands twice/);
    expect(problem.length).toBeLessThan(200);
  });

  test('is refused by plain JSON that is to be unambiguous, too', () => {
    expect(parseUnambiguousJson(encode('{"verdict": "FAIL", "verdict": "PASS"}'))).toMatchObject({
      fault: 'ambiguous',
      problem: 'ambiguous: the key "verdict" stands twice, again at line 1, column 21',
    });
    expect(parseUnambiguousJson(encode('{"a": 1, "b": {"a": NaN}}'))).toMatchObject({ fault: 'malformed' });
    expect(parseUnambiguousJson(encode('{"a": 1, "b": {"a": 2}}'))).toEqual({
      ok: true,
      value: { a: 1, b: { a: 2 } },
    });
  });
});

/** JSON whose objects may have a key twice, and whether one has. */
type Written = { readonly text: string; readonly repeats: boolean };

const words = fc.string({ unit: fc.constantFrom(':', '"', '\\', 'a', ' ', '{', '\u{1f600}'), maxLength: 3 });
const space = fc.constantFrom('', ' ', '\n', '\t ');

const written: fc.Arbitrary<Written> = fc.letrec<{ value: Written }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    words.map(word => ({ text: JSON.stringify(word), repeats: false })),
    fc.integer().map(number => ({ text: String(number), repeats: false })),
    fc.array(tie('value'), { maxLength: 3 }).map(items => ({
      text: `[${items.map(({ text }) => text).join(',')}]`,
      repeats: items.some(({ repeats }) => repeats),
    })),
    fc.array(fc.tuple(words, space, tie('value')), { maxLength: 4 }).map(members => ({
      text: `{${members.map(([key, blank, { text }]) => `${JSON.stringify(key)}${blank}:${blank}${text}`).join(',')}}`,
      repeats:
        new Set(members.map(([key]) => key)).size < members.length ||
        members.some(([, , { repeats }]) => repeats),
    })),
  ),
})).value;

test('whether any object has a key twice is told for every text', () => {
  fc.assert(
    fc.property(written, ({ text, repeats }) => {
      expect(parsePythonJson(encode(text)).ok).toBe(!repeats);
      expect(findRepeatedKey(text) !== undefined).toBe(repeats);
    }),
    { numRuns: 1000 },
  );
});
