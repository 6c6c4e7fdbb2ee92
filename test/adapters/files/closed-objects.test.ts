import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findObjectEnd } from '../../../src/adapters/files/find-object-end.ts';
import {
  findObject,
  formatPythonJson,
  makeLossless,
  setMember,
} from '../../../src/adapters/files/lossless-edit.ts';
import {
  type LosslessObject,
  parseLosslessJson,
  type StaysClosed,
} from '../../../src/adapters/files/lossless-json.ts';

/** Any object of JSON, as Python lays it out, as this one lays it out, or as somebody's editor does. */
const text = fc
  .tuple(
    fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })),
    fc.constantFrom(undefined, 1, 2, 4, '\t', '  '),
    fc.constantFrom('', ' ', '\n', '\r\n', '    '),
    fc.nat(),
  )
  .map(([value, indent, put, place]) => {
    const laidOut = JSON.stringify(value, undefined, indent);
    const gaps = [...laidOut.matchAll(/[\s:,[\]{}]/g)].map(({ index }) => index);
    const at = gaps[place % gaps.length] ?? 0;
    return isInside(laidOut, at) ? laidOut : laidOut.slice(0, at) + put + laidOut.slice(at);
  });

/** Whether a place is in a string, where a line end may not stand. */
function isInside(json: string, at: number): boolean {
  return (json.slice(0, at).replace(/\\./g, '').match(/"/g)?.length ?? 0) % 2 === 1;
}

function parse(json: string, staysClosed?: StaysClosed): LosslessObject {
  const reading = parseLosslessJson(new TextEncoder().encode(json), staysClosed);
  if (!reading.ok || reading.value.is !== 'object') throw new Error('it is no object');
  return reading.value;
}

test('a file is written the same, whatever of it stays closed', () => {
  fc.assert(
    fc.property(text, fc.func(fc.boolean()), (json, staysClosed) => {
      const closed = parse(json, keys => keys.length > 0 && staysClosed(keys.join('/')));
      expect(formatPythonJson(closed)).toBe(formatPythonJson(parse(json)));
    }),
    { numRuns: 1000 },
  );
});

test('what is closed may move to another depth', () => {
  fc.assert(
    fc.property(text, json => {
      const move = (object: LosslessObject) =>
        formatPythonJson(setMember(makeLossless({}) as LosslessObject, 'moved', object));
      expect(move(parse(json, keys => keys.length > 0))).toBe(move(parse(json)));
    }),
  );
});

test('an object is passed over to its end, and is laid out just where it would be written so', () => {
  fc.assert(
    fc.property(text, fc.constantFrom('', '  ', '    '), (json, margin) => {
      const own = json.trim().replaceAll('\n', `\n${margin}`);
      const found = findObjectEnd(`${own}, "next": 1}`, 0, `\n${margin}`);
      expect(found.end).toBe(own.length);
      const written = formatPythonJson(parse(own)).replaceAll('\n', `\n${margin}`);
      expect(found.isLaidOut).toBe(written === own);
    }),
    { numRuns: 1000 },
  );
});

test('a closed object is looked into by asking for it', () => {
  const root = parse('{"a": {"b": {"c": 1}}}', keys => keys.length === 1);
  expect(root.members[0]?.value.is).toBe('closed');
  expect(findObject(root, 'a')?.members.map(({ key }) => key)).toEqual(['b']);
});

test.each(['{"a": {"b": 1', '{"a": {"b": "', '{"a": {"b": [1, {}'])('%s is torn, closed or not', json => {
  const bytes = new TextEncoder().encode(json);
  expect(parseLosslessJson(bytes, keys => keys.length === 1)).toMatchObject({ ok: false, fault: 'torn' });
});
