import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createNodeFileSystem } from '../../../src/adapters/files/node-file-system.ts';
import { parseBoundedJson, readJsonObject } from '../../../src/adapters/files/read-json.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const fileSystem = createNodeFileSystem();

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

describe('bounded JSON', () => {
  test.each([
    ['', 'empty'],
    [' \n', 'empty'],
    ['\ufeff', 'empty'],
    ['{"a":', 'torn'],
    ['{"a":NaN}', 'malformed'],
    ['{"a":1} trailing', 'malformed'],
    ['['.repeat(65) + ']'.repeat(65), 'too-deep'],
    ['['.repeat(5_000_000), 'too-deep'],
  ])('%.20s is %s', (text, fault) => {
    expect(parseBoundedJson(encode(text))).toMatchObject({ ok: false, fault });
  });

  test('as deep as allowed is read, and brackets in strings do not count', () => {
    expect(parseBoundedJson(encode('['.repeat(64) + ']'.repeat(64))).ok).toBe(true);
    expect(parseBoundedJson(encode(JSON.stringify({ a: `"\\${'['.repeat(500)}` }))).ok).toBe(true);
    expect(parseBoundedJson(encode('[[1]]'), { maxDepth: 1 })).toMatchObject({
      problem: 'nested deeper than 1',
    });
  });

  test('a byte order mark is passed over', () => {
    expect(parseBoundedJson(encode('\ufeff{"a":1}'))).toEqual({ ok: true, value: { a: 1 } });
  });

  test('bytes that are not UTF-8 are malformed', () => {
    const bytes = Uint8Array.from([...encode('{"a":"'), 0xff, ...encode('"}')]);
    expect(parseBoundedJson(bytes)).toMatchObject({ fault: 'malformed', problem: 'malformed: not UTF-8' });
  });

  test('of a key that stands twice the last one counts', () => {
    expect(parseBoundedJson(encode('{"a":1,"a":2}'))).toEqual({ ok: true, value: { a: 2 } });
  });

  test('a key named __proto__ changes no other object', () => {
    const reading = parseBoundedJson(encode('{"__proto__":{"polluted":true},"constructor":1}'));
    const copy = reading.ok ? { ...(reading.value as Record<string, unknown>) } : {};
    expect(Object.keys(copy)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test('what was torn is said without anything that steers a terminal', () => {
    const reading = parseBoundedJson(encode('\x1b]0;owned\x07'));
    expect(reading.ok ? '' : reading.problem).not.toMatch(/[\x00-\x1f]/);
  });

  test('whatever JSON there is, it is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), text => {
        expect(parseBoundedJson(encode(text))).toEqual({ ok: true, value: JSON.parse(text) });
      }),
    );
  });

  test('whatever bytes there are, nothing is thrown', () => {
    fc.assert(
      fc.property(fc.uint8Array(), bytes => {
        expect(typeof parseBoundedJson(bytes).ok).toBe('boolean');
      }),
    );
  });
});

describe('a JSON file', () => {
  test('that is missing, torn, no object or no file says so', async () => {
    const folder = createTemporaryFolder();
    writeFileSync(join(folder, 'good'), '{"a":1}');
    writeFileSync(join(folder, 'list'), '[1]');
    writeFileSync(join(folder, 'null'), 'null');
    writeFileSync(join(folder, 'torn'), '{');
    symlinkSync('good', join(folder, 'link'));
    mkdirSync(join(folder, 'folder'));
    const faults = {
      list: 'not-an-object',
      null: 'not-an-object',
      torn: 'torn',
      link: 'not-a-file',
      folder: 'folder',
      none: 'missing',
    };
    expect(await readJsonObject(fileSystem, join(folder, 'good'))).toEqual({ ok: true, value: { a: 1 } });
    for (const [name, fault] of Object.entries(faults)) {
      expect(await readJsonObject(fileSystem, join(folder, name))).toMatchObject({ ok: false, fault });
    }
    expect(await readJsonObject(fileSystem, join(folder, 'good'), { limitBytes: 3 })).toEqual({
      ok: false,
      fault: 'too-large',
      problem: 'too large: more than 3 bytes',
    });
  });

  test('that may not be read says so', async () => {
    const path = join(createTemporaryFolder(), 'a');
    writeFileSync(path, '{}');
    chmodSync(path, 0);
    const refusing = {
      ...fileSystem,
      readFile: async () => {
        throw Object.assign(new Error('EACCES'), { code: 'EACCES' });
      },
    };
    expect(await readJsonObject(refusing, path)).toEqual({
      ok: false,
      fault: 'unreadable',
      problem: 'unreadable: permission denied (EACCES)',
    });
  });
});
