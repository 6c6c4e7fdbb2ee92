import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePythonJson } from '../../../src/adapters/files/parse-python-json.ts';

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function parse(text: string): unknown {
  const reading = parsePythonJson(encode(text));
  if (!reading.ok) throw new Error(reading.problem);
  return reading.value;
}

describe('the words Python writes for numbers that JSON has none for', () => {
  test.each<readonly [string, unknown]>([
    ['NaN', Number.NaN],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['-Infinity', Number.NEGATIVE_INFINITY],
    ['{"a": NaN, "b": [Infinity,-Infinity]}', { a: Number.NaN, b: [Infinity, -Infinity] }],
    ['[1e999, NaN]', [Infinity, Number.NaN]],
    ['\ufeff{"a":NaN}', { a: Number.NaN }],
  ])('%s', (text, value) => {
    expect(parse(text)).toEqual(value);
  });

  test('inside of strings they are letters, however the string is written', () => {
    expect(parse('{"NaN": "Infinity", "a\\"NaN": "\\\\", "b": NaN}')).toEqual({
      NaN: 'Infinity',
      'a"NaN': '\\',
      b: Number.NaN,
    });
  });

  test('a text that looks like the stand-in is still a text', () => {
    const first = String.fromCharCode(0xe000);
    expect(parse(`{"a":"${first}","b":NaN}`)).toEqual({ a: first, b: Number.NaN });
    expect(parse('{"a":"\\uE000","b":NaN}')).toEqual({ a: first, b: Number.NaN });
  });

  test('a member called __proto__ is a plain member', () => {
    const value = parse('{"__proto__": NaN, "a": {"__proto__": [NaN]}}') as Record<string, unknown>;
    expect(Object.keys(value)).toEqual(['__proto__', 'a']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  test.each(['-NaN', 'NaN5', '1Infinity', '--Infinity', '[NaN,]', 'nan', 'NaN NaN'])(
    '%s is malformed',
    text => {
      expect(parsePythonJson(encode(text))).toMatchObject({ ok: false, fault: 'malformed' });
    },
  );

  test.each(['{"a": NaN', '{"a": "NaN}', '[NaN,', '[NaN, -Infinity, 1.'])('%s is torn', text => {
    expect(parsePythonJson(encode(text))).toMatchObject({ ok: false, fault: 'torn' });
  });

  test('what is wrong is told with its place in the file', () => {
    const text = `{"a": NaN, "b": -Infinity, "c": 1`;
    expect(parsePythonJson(encode(text))).toMatchObject({ problem: expect.stringContaining('position 33') });
  });
});

describe('any bytes', () => {
  test.each([
    ['', 'empty'],
    [' \n', 'empty'],
    ['{"a":', 'torn'],
    ['{"a": 1', 'torn'],
    ['{"a": "x', 'torn'],
    ['{"a": tru', 'torn'],
    ['{"a": 1,}', 'malformed'],
    ['{"a": 1}}', 'malformed'],
    ["{'a': 1}", 'malformed'],
    ['# why', 'malformed'],
    ['['.repeat(65) + ']'.repeat(65), 'too-deep'],
    [`${'['.repeat(65)}NaN${']'.repeat(65)}`, 'too-deep'],
    ['['.repeat(1_000_000) + ']'.repeat(1_000_000), 'too-deep'],
    [`${'{"a":'.repeat(70)}1${'}'.repeat(70)}`, 'too-deep'],
    ['['.repeat(5_000_000), 'torn'],
    [`"${'\\"'.repeat(500_000)}`, 'torn'],
  ])('%.12s: %s', (text, fault) => {
    expect(parsePythonJson(encode(text))).toMatchObject({ ok: false, fault });
  });

  test('as deep as allowed is read', () => {
    expect(parsePythonJson(encode('['.repeat(64) + ']'.repeat(64))).ok).toBe(true);
  });

  test('bytes that are no UTF-8 are malformed', () => {
    expect(parsePythonJson(Uint8Array.of(0x22, 0xff, 0x22))).toMatchObject({
      problem: 'malformed: not UTF-8',
    });
  });

  test('JSON is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), value => {
        const text = JSON.stringify(value);
        expect(parse(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  test('numbers of every kind survive Python’s spelling of them', () => {
    const values = fc.letrec(tie => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.double(),
        fc.string({ unit: fc.constantFrom('"', '\\', 'N', 'a', '\ue000', '-') }),
        fc.constantFrom(null, true, 'NaN', Infinity, -Infinity, Number.NaN),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(fc.string(), tie('value'), { maxKeys: 4 }),
      ),
    })).value;
    fc.assert(
      fc.property(values, value => {
        expect(withPlainObjects(parse(formatLikePython(value)))).toEqual(withPlainObjects(value));
      }),
    );
  });

  test('nothing makes it throw', () => {
    const scraps = fc.constantFrom('NaN', 'Infinity', '-', '"', '\\', '{', '}', '[', ']', ',', ':', '1', ' ');
    fc.assert(
      fc.property(fc.array(scraps), pieces => {
        const reading = parsePythonJson(encode(pieces.join('')));
        expect(typeof reading.ok).toBe('boolean');
      }),
    );
  });
});

/** fast-check makes objects without a prototype, too. */
function withPlainObjects(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withPlainObjects);
  if (value === null || typeof value !== 'object') return value;
  return new Map(Object.entries(value).map(([key, member]) => [key, withPlainObjects(member)]));
}

/** As `json.dumps` writes a value, separators included. */
function formatLikePython(value: unknown): string {
  if (typeof value === 'number') return formatNumber(value);
  if (Array.isArray(value)) return `[${value.map(formatLikePython).join(', ')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([key, member]) => `${JSON.stringify(key)}: ${formatLikePython(member)}`,
  );
  return `{${members.join(', ')}}`;
}

function formatNumber(value: number): string {
  return Number.isNaN(value) ? 'NaN' : Object.is(value, -0) ? '-0.0' : String(value);
}
