import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createListingParser, MalformedListing } from '../../../src/adapters/bucket/parse-listing.ts';
import type { ObjectFacts } from '../../../src/core/ports/object-store.ts';

const address = { bucket: 'b1', prefix: 'team/registry/' };
const facts: ObjectFacts = {
  name: 'latest',
  generation: '1795276481350000',
  sizeBytes: 6,
  md5: 'db3869288553d6fb7983849cc147fe16',
  crc32c: 'Shn57g==',
  updatedAt: '2026-11-21T15:54:41.000Z',
  metadata: { 'lastgood-operation': '0190-a' },
};

/** What gsutil 5.38 printed of an emulator, and, for the access list, of objects handed to the function that prints them. */
function readRecorded(name: string): string {
  return readFileSync(join(import.meta.dirname, 'recorded', name), 'utf8');
}

function parse(text: string, pieceBytes = text.length * 4 + 1): readonly ObjectFacts[] {
  const found: ObjectFacts[] = [];
  const parser = createListingParser(address, object => found.push(object));
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += pieceBytes)
    parser.add(bytes.subarray(start, start + pieceBytes));
  parser.end();
  return found;
}

/** Prints as gsutil does. @see gslib/utils/ls_helper.py */
function print(objects: readonly ObjectFacts[]): string {
  const line = (label: string, value: string, indent = 4): string =>
    `${`${' '.repeat(indent)}${label}:`.padEnd(28)}${value}\n`;
  const total = objects.reduce((sum, object) => sum + object.sizeBytes, 0);
  const printed = objects.map(object => {
    const metadata = Object.entries(object.metadata);
    const time = new Date(object.updatedAt).toUTCString();
    return [
      `gs://b1/team/registry/${object.name}:\n`,
      line('Creation time', time),
      line('Update time', time),
      line('Content-Length', String(object.sizeBytes)),
      line('Content-Type', 'application/json'),
      ...(metadata.length === 0 ? [] : [line('Metadata', '')]),
      ...metadata.map(([key, value]) => line(key, value, 8)),
      line('Hash (crc32c)', object.crc32c ?? ''),
      line('Hash (md5)', Buffer.from(object.md5 ?? '', 'hex').toString('base64')),
      line('ETag', 'CJ+x/='),
      line('Generation', object.generation),
      line('Metageneration', '1'),
      line('ACL', '[]'),
    ].join('');
  });
  return objects.length === 0
    ? ''
    : `${printed.join('')}TOTAL: ${objects.length} objects, ${total} bytes (1 B)\n`;
}

describe('what gsutil prints of a bucket', () => {
  it('holds every object with its metadata, whatever its name is', () => {
    const found = parse(readRecorded('gsutil-5.38-ls-L.txt'));
    expect(found.map(object => object.name)).toEqual([
      'latest',
      'rag_v1/metadata.json',
      'rag_v1/we[i]rd #1?.json:',
      '模型-😀/é',
    ]);
    expect(found[0]).toEqual({
      ...facts,
      metadata: {
        'lastgood-operation': '0190-a',
        'lastgood-generation': '12',
        'lastgood-projection-of': 'history',
        note: 'a: b  ',
      },
    });
  });

  it('may hold access lists, and objects composed of others, which have no md5', () => {
    const found = parse(readRecorded('gsutil-5.38-ls-L-acl.txt'));
    expect(found).toMatchObject([
      { name: 'owned.json', generation: '1795275025628000', md5: '99914b932bd37a50b983c5e7c90ae93b' },
      { name: 'composed', generation: '7', md5: undefined, crc32c: 'KXvQqg==' },
    ]);
  });

  it('is the same in pieces cut anywhere', () => {
    const text = readRecorded('gsutil-5.38-ls-L.txt');
    for (const pieceBytes of [1, 7, 1000]) expect(parse(text, pieceBytes)).toEqual(parse(text));
  });

  it('is nothing when nothing is there, and a folder is no object', () => {
    expect(parse('')).toEqual([]);
    expect(parse(`${' '.repeat(33)}gs://b1/team/registry/latest/\n`)).toEqual([]);
  });

  it('is not believed when it is cut off', () => {
    const text = readRecorded('gsutil-5.38-ls-L.txt');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: text.length - 1 }), length => {
        expect(() => parse(text.slice(0, length))).toThrow(MalformedListing);
      }),
    );
  });

  it.each([
    ['an object is missing', (text: string) => text.replace(/^TOTAL: 4/m, 'TOTAL: 5')],
    ['bytes are missing', (text: string) => text.replace(', 9 bytes', ', 10 bytes')],
    ['something follows the end', (text: string) => `${text}gs://b1/team/registry/x:\n`],
    ['a generation is none', (text: string) => text.replace('1795276481350001', '-1')],
    [
      'a time is none',
      (text: string) => text.replace('Update time:            Sat, 21 Nov', 'Update time:            ???'),
    ],
    ['an object is in another bucket', (text: string) => text.replace('gs://b1/', 'gs://b2/')],
    [
      'an object is outside of the prefix',
      (text: string) => text.replace('/registry/latest', '/other/latest'),
    ],
    ['a line is endless', (text: string) => text.replace('0190-a', 'x'.repeat(200_000))],
  ])('is not believed when %s', (_, change) => {
    const text = readRecorded('gsutil-5.38-ls-L.txt');
    expect(change(text)).not.toBe(text);
    expect(() => parse(change(text), 1000)).toThrow(MalformedListing);
  });

  it('cannot be made up by a line break in somebody else’s metadata', () => {
    const hidden = print([{ ...facts, name: 'latest', generation: '1' }]);
    const forged = { ...facts, name: 'a', metadata: { note: `x\n${hidden.split('TOTAL')[0]}` } };
    expect(() => parse(print([forged]))).toThrow(MalformedListing);
    const other = { ...facts, name: 'a', metadata: { note: 'x\n    Generation:             1' } };
    expect(() => parse(print([other]))).toThrow(MalformedListing);
  });

  const plainText = fc.string({ unit: 'grapheme', maxLength: 12 }).filter(text => !text.includes('\n'));

  it('is what was said, for any names and metadata of one line each', () => {
    fc.assert(
      fc.property(listOfObjects(plainText), objects => {
        expect(parse(print(objects))).toEqual(objects);
      }),
    );
  });

  it('is what was said or is not believed, for names and metadata that imitate it', () => {
    const imitation = fc.constantFrom(
      '\n',
      ':\n',
      '\n    Generation:             7\n',
      '\n    Metadata:               \n',
      '\n    ACL:                    []\n',
      'gs://b1/team/registry/x:\n',
      '\nTOTAL: 1 objects, 1 bytes (1 B)\n',
    );
    const text = fc.array(fc.oneof(plainText, imitation), { maxLength: 5 }).map(pieces => pieces.join(''));
    fc.assert(
      fc.property(listOfObjects(text), objects => {
        const texts = objects.flatMap(({ name, metadata }) => [name, ...Object.values(metadata)]).join('');
        const found = parseOrDoubt(print(objects));
        if (found !== 'not believed') expect(found).toEqual(objects);
        else expect(texts).toContain('\n');
      }),
      { numRuns: 500 },
    );
  });
});

function listOfObjects(text: fc.Arbitrary<string>): fc.Arbitrary<readonly ObjectFacts[]> {
  const key = fc.stringMatching(/^[a-z][a-z0-9-]{0,30}$/);
  const object = fc.record({
    name: text,
    generation: fc.nat().map(String),
    sizeBytes: fc.nat(1000),
    metadata: fc.dictionary(key, text, { maxKeys: 3, noNullPrototype: true }),
  });
  return fc.array(
    object.map(part => ({ ...facts, ...part })),
    { maxLength: 3 },
  );
}

function parseOrDoubt(printed: string): readonly ObjectFacts[] | 'not believed' {
  try {
    return parse(printed);
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(MalformedListing);
    return 'not believed';
  }
}
