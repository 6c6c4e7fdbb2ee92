import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  formatPythonJson,
  formatPythonString,
  makeLossless,
  readScalar,
  setMember,
} from '../../../src/adapters/files/lossless-edit.ts';
import { type LosslessJson, parseLosslessJson } from '../../../src/adapters/files/lossless-json.ts';
import type { Json } from '../../../src/core/history/canonical-json.ts';

function parse(text: string): LosslessJson {
  const reading = parseLosslessJson(new TextEncoder().encode(text));
  if (!reading.ok) throw new Error(reading.problem);
  return reading.value;
}

test.each([
  '3.0',
  '1e-05',
  '12345678901234567890',
  'NaN',
  '-Infinity',
  '-0.0',
  '0.1000000000000000055511151231257827',
  '"\\u00e9\\/"',
  '"é"',
])('%s stays as it was written', source => {
  expect(formatPythonJson(parse(`{"2": ${source}, "1": [${source}]}`))).toBe(
    `{\n  "2": ${source},\n  "1": [\n    ${source}\n  ]\n}`,
  );
});

test('what any JSON says is what it says afterwards', () => {
  fc.assert(
    fc.property(fc.json(), text => {
      const written = formatPythonJson(parse(text));
      expect(JSON.parse(written)).toEqual(JSON.parse(text));
      expect(formatPythonJson(parse(written))).toBe(written);
    }),
  );
});

test('it takes what the engine takes, and refuses what the engine refuses', () => {
  const cut = fc.tuple(fc.json(), fc.nat(), fc.constantFrom('', ',', '"', '}', '\\', '01', '\u0001', ':'));
  fc.assert(
    fc.property(cut, ([text, place, extra]) => {
      const at = place % (text.length + 1);
      const broken = text.slice(0, at) + extra + text.slice(at + 1);
      let isJson = true;
      try {
        JSON.parse(broken);
      } catch {
        isJson = false;
      }
      expect(parseLosslessJson(new TextEncoder().encode(broken)).ok).toBe(
        isJson || /NaN|Infinity/.test(broken),
      );
    }),
    { numRuns: 500 },
  );
});

test('a value is written as Python writes it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), value => {
      const written = formatPythonJson(makeLossless(value as Json));
      expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(written).toMatch(/^[\x20-\x7e\n]*$/);
    }),
  );
  expect(formatPythonString('é"\\\n\u007f😀/')).toBe('"\\u00e9\\"\\\\\\n\\u007f\\ud83d\\ude00/"');
});

test.each([
  ['', 'empty'],
  ['{"a": 1', 'torn'],
  ['{"a": "b', 'torn'],
  ['{"a": tr', 'torn'],
  ['{"a": 01}', 'malformed'],
  ['{"a": 1} x', 'malformed'],
  ['{"a": "\u0001"}', 'malformed'],
  ['['.repeat(70) + ']'.repeat(70), 'too-deep'],
])('%j is %s', (text, fault) => {
  expect(parseLosslessJson(new TextEncoder().encode(text))).toMatchObject({ ok: false, fault });
});

test('a member that says the same already is left as it was written', () => {
  const object = parse('{"a": 3.0, "b": "\\u0061", "a": 4.0}');
  if (object.is !== 'object') throw new Error('it is an object');
  expect(setMember(object, 'a', makeLossless(4))).toBe(object);
  expect(setMember(object, 'b', makeLossless('a'))).toBe(object);
  const changed = setMember(setMember(object, 'a', makeLossless(5)), 'c', makeLossless(null));
  expect(formatPythonJson(changed)).toBe('{\n  "a": 3.0,\n  "b": "\\u0061",\n  "a": 5,\n  "c": null\n}');
  expect(readScalar(parse('NaN'))).toBeNaN();
});

test('the time a file takes grows with its size, not faster', () => {
  const large = `[${'{"a": "text", "b": 1.5},'.repeat(20_000)}1]`;
  const startedAt = performance.now();
  expect(formatPythonJson(parse(large)).length).toBeGreaterThan(large.length);
  expect(performance.now() - startedAt).toBeLessThan(2000);
});
