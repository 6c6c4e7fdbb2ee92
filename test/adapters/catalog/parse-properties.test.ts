import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCatalog } from '../../../src/adapters/catalog/parse-catalog.ts';
import { parseForeignRow } from '../../../src/adapters/catalog/parse-foreign-row.ts';
import { parseLineage } from '../../../src/adapters/catalog/parse-lineage.ts';
import { parseRow } from '../../../src/adapters/catalog/parse-row.ts';
import { readRowState } from '../../../src/adapters/catalog/row-state.ts';
import { makeSafeText } from '../../../src/core/text/safe-text.ts';
import { documentedRegistry, formatS2, makeS2Lineage, makeS2Registry } from '../../support/catalog-files.ts';

const models = [
  {
    model: 'majora',
    versions: [
      { version: 'v1', scores: { accuracy: 0.8 }, dataSources: ['oracle'], deployed: true },
      { version: 'v2', scores: { custom_metrics: { custom_metrics: { a: 1 } } }, parent: 'v1' },
    ],
  },
  { model: 'version', versions: [{ version: 'v2b', gitCommit: 'abc' }] },
];
const rows = { models: [{ model_name: 'a', version: '1', f1: 0.5 }, { model_version: 'b_v2' }] };
const files = [makeS2Registry(models), documentedRegistry, makeS2Lineage(models), rows] as const;

/** A tree of JSON with one place changed to a value that anything may be. */
const mutated = fc
  .tuple(
    fc.constantFrom(...files),
    fc.nat(),
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom('replace', 'remove', 'rename'),
  )
  .map(([file, nth, value, how]) => {
    const tree = JSON.parse(JSON.stringify(file)) as Record<string, unknown>;
    const places: (readonly [Record<string, unknown>, string])[] = [];
    const collect = (node: unknown): void => {
      if (typeof node !== 'object' || node === null) return;
      const members = node as Record<string, unknown>;
      for (const key of Object.keys(members)) {
        places.push([members, key]);
        collect(members[key]);
      }
    };
    collect(tree);
    const [parent, key] = places[nth % places.length] ?? [tree, 'models'];
    if (how === 'replace') parent[key] = value;
    if (how === 'rename') parent[JSON.stringify(value)] = parent[key];
    if (how !== 'replace') delete parent[key];
    return formatS2(tree as never);
  });

/** A whole text that was cut off, or in which bytes were changed. */
const damaged = fc
  .tuple(fc.constantFrom(...files), fc.nat(), fc.uint8Array({ maxLength: 4 }), fc.boolean())
  .map(([file, at, put, isCut]) => {
    const bytes = Buffer.from(formatS2(file));
    const place = at % bytes.length;
    return Buffer.concat([
      bytes.subarray(0, place),
      put,
      ...(isCut ? [] : [bytes.subarray(place + put.length)]),
    ]);
  });

/** Asks everything of a file. Returns every text that may be shown. */
function readEverything(bytes: Uint8Array): readonly string[] {
  const reading = parseCatalog('registry.json', bytes);
  const lineage = parseLineage('lineage.json', bytes);
  if (lineage.problem !== undefined) expect(lineage.problem).toMatch(/^lineage\.json \w/);
  if (reading.found === 'nothing') throw new Error('a file that is there is never nothing');
  if (reading.found === 'unusable') {
    expect(reading.unwritable.problem).toMatch(/^registry\.json (?:is|has|holds) .+\.$/);
    expect(reading.unwritable.hint).toMatch(/\.$/);
    return listTexts([reading, lineage]);
  }
  const { shape, models: found, unwritable } = reading.content;
  const isForeign = shape === 'foreign-models' || shape === 'foreign-rows';
  if (isForeign) expect(unwritable).toBeDefined();
  const records = [...found.values()].flatMap(({ model, rows: versions }) =>
    [...versions.values()].map(({ version, fields, oddities }) => {
      readRowState(shape, fields);
      return (isForeign ? parseForeignRow : parseRow)({ model, version, fields, oddities });
    }),
  );
  for (const record of records)
    for (const number of Object.values(record.metrics)) expect(Number.isFinite(number)).toBe(true);
  return listTexts([records, reading.content.strangers, unwritable, lineage]);
}

function listTexts(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [key, ...listTexts(member)]);
}

/** A text that a terminal could act on is not what it is made safe to. */
const expectSafe = (texts: readonly string[]): void => {
  expect(texts.filter(text => makeSafeText(text, { limit: text.length + 1 }) !== text)).toEqual([]);
};

describe('any change of a good file', () => {
  it('of a value, a key or their absence loads or is refused with a reason', () => {
    fc.assert(
      fc.property(mutated, text => {
        expectSafe(readEverything(Buffer.from(text)));
      }),
      { numRuns: 2000 },
    );
  });

  it('of its bytes loads or is refused with a reason', () => {
    fc.assert(
      fc.property(damaged, bytes => {
        expectSafe(readEverything(bytes));
      }),
      { numRuns: 2000 },
    );
  });

  it('that cuts it off never leaves a registry that may be written', () => {
    const bytes = Buffer.from(formatS2(makeS2Registry(models)));
    for (let length = 0; length < bytes.length; length += 1)
      expect(parseCatalog('registry.json', bytes.subarray(0, length))).toMatchObject({
        found: 'unusable',
        isCutOff: true,
      });
  });
});

describe('any names at all', () => {
  it('of models and versions are read, in both shapes', () => {
    const name = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1 }),
      fc.constantFrom('version', 'models', '__proto__'),
    );
    const property = fc.property(name, name, fc.boolean(), (model, version, isBare) => {
      const whole = makeS2Registry([{ model, versions: [{ version }] }]);
      const text = formatS2(isBare ? (whole['models'] ?? null) : whole);
      const reading = parseCatalog('registry.json', Buffer.from(text));
      const content = reading.found === 'content' ? reading.content : undefined;
      expect(content?.shape).toBe(isBare ? 'bare' : 'wrapper');
      const [found] = content?.models.values() ?? [];
      expect(found?.key).toBe(model);
      expect([...(found?.rows.values() ?? [])].map(row => row.key)).toEqual([version]);
    });
    fc.assert(property, { numRuns: 500 });
  });
});
