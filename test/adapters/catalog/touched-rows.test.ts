import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCatalog } from '../../../src/adapters/catalog/parse-catalog.ts';
import { judgeWritable, readCatalogTree } from '../../../src/adapters/catalog/read-catalog-tree.ts';
import type { RecordedFacts } from '../../../src/adapters/catalog/recorded-facts.ts';
import {
  findModels,
  listMarked,
  rewriteCatalog,
  type WantedModel,
} from '../../../src/adapters/catalog/rewrite-catalog.ts';
import { findTouched } from '../../../src/adapters/catalog/touched-rows.ts';
import { formatPythonJson } from '../../../src/adapters/files/lossless-edit.ts';
import { makeS2File, s2Version } from '../../support/s2-catalog.ts';

const now = '2026-11-21T03:00:00.000Z';
const versions = ['v1', 'v2', 'v3', '7', 'v\u200b4', '__proto__'];
const version = fc.constantFrom(...versions);

/** A row as S2 writes it, or with anything in the fields that a rewriting looks at. */
const row = fc
  .record(
    {
      deployed: fc.constantFrom<unknown>(true, false, null, 0, 'yes'),
      status: fc.constantFrom<unknown>('deployed', 'completed', 'draft', null, 'odd'),
      odd: fc.jsonValue({ maxDepth: 2 }),
    },
    { requiredKeys: [] },
  )
  .chain(changes =>
    fc.constantFrom<unknown>(s2Version('majora', 'v1', changes), changes, { ...changes, training: [] }),
  );

const file = fc
  .tuple(
    fc.array(
      fc.tuple(version, fc.oneof({ weight: 8, arbitrary: row }, { weight: 1, arbitrary: fc.jsonValue() })),
    ),
    fc.boolean(),
    fc.constantFrom(undefined, 2, 4),
  )
  .map(([rows, isBare, indent]) => {
    const whole = makeS2File('din', 2);
    const models = { majora: { metadata: {}, versions: Object.fromEntries(rows) }, ...whole.models };
    return JSON.stringify(isBare ? models : { ...whole, models }, undefined, indent);
  });

const facts: fc.Arbitrary<RecordedFacts> = fc.record({
  live: fc.option(fc.record({ version: fc.option(version), movedAt: fc.constantFrom(undefined, now) }), {
    nil: undefined,
  }),
  wasLive: fc.array(version).map(each => new Set(each)),
  states: fc.array(version).map(each => new Map(each.map(name => [name, 'archived'] as const))),
  scores: fc.array(version).map(each => new Map(each.map(name => [name, { accuracy: 0.5 }]))),
  descriptions: fc
    .array(version)
    .map(
      each =>
        new Map(
          each.map(name => [name, { notes: 'n', tags: ['t'], description: undefined, owner: undefined }]),
        ),
    ),
});

const wanted: fc.Arbitrary<WantedModel> = fc.record({
  model: fc.constantFrom('majora', 'din', 'new'),
  facts: fc.option(facts, { nil: undefined }),
  records: fc
    .array(version)
    .map(each => new Map(each.map(name => [name, s2Version('majora', name) as never]))),
});

test('a rewriting says the same, byte by byte, whether it looks into every row or only into those it touches', () => {
  fc.assert(
    fc.property(
      file,
      fc.uniqueArray(wanted, { minLength: 1, maxLength: 3, selector: ({ model }) => model }),
      (text, asked) => {
        const bytes = new TextEncoder().encode(text);
        const writable = judgeWritable('registry.json', parseCatalog('registry.json', bytes));
        if (!writable.ok) return;
        const { shape, content } = writable;
        const rewrite = (isTouched: (model: string, name: string) => boolean) => {
          const tree = readCatalogTree('registry.json', bytes, shape, isTouched);
          if (!tree.ok) throw new Error(tree.problem);
          const root = rewriteCatalog(tree.root, shape, asked, now);
          const isSame = root === tree.root;
          const marked = (at: typeof root, found: typeof shape) =>
            listMarked(findModels(at, found), 'majora');
          return {
            isSame,
            written: formatPythonJson(root),
            before: marked(tree.root, shape),
            after: marked(root, isSame ? shape : 'wrapper'),
          };
        };
        expect(rewrite(findTouched(content, asked))).toEqual(rewrite(() => true));
      },
    ),
    { numRuns: 500 },
  );
});

test('of many rows those alone are looked into that something is said of, or that are called deployed', () => {
  const bytes = new TextEncoder().encode(JSON.stringify(makeS2File('majora', 9)));
  const reading = parseCatalog('registry.json', bytes);
  if (reading.found !== 'content') throw new Error('it is a catalogue');
  const states = new Map([['v2', 'archived'] as const]);
  const said = {
    live: undefined,
    wasLive: new Set<string>(),
    states,
    scores: new Map(),
    descriptions: new Map(),
  };
  const isTouched = findTouched(reading.content, [{ model: 'majora', facts: said, records: new Map() }]);
  const names = [...(reading.content.models.get('majora')?.rows.keys() ?? [])];
  expect(names.filter(name => isTouched('majora', name))).toEqual(['v2', 'v9']);
});
