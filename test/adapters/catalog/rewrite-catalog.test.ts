import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { collectFacts } from '../../../src/adapters/catalog/recorded-facts.ts';
import { rewriteCatalog, type WantedModel } from '../../../src/adapters/catalog/rewrite-catalog.ts';
import { rewriteLineage } from '../../../src/adapters/catalog/rewrite-lineage.ts';
import { formatPythonJson } from '../../../src/adapters/files/lossless-edit.ts';
import { type LosslessObject, parseLosslessJson } from '../../../src/adapters/files/lossless-json.ts';
import type { Fact, Move } from '../../../src/core/history/entry.ts';
import { makeS2File, s2Version } from '../../support/s2-catalog.ts';
import { sampleEntry, store } from '../../support/sample-entries.ts';

const now = '2026-11-21T03:00:00.000Z';
const shared = join(import.meta.dirname, '../../../../shared/data/generated-by-originals/s2');

function parse(text: string): LosslessObject {
  const reading = parseLosslessJson(new TextEncoder().encode(text));
  if (!reading.ok || reading.value.is !== 'object') throw new Error('it is no object');
  return reading.value;
}

function format(value: object): string {
  return JSON.stringify(value, undefined, 2);
}

/** What the history of `majora` says after these entries. */
function wantAfter(
  ...entries: readonly { readonly moves?: readonly Move[]; readonly facts?: readonly Fact[] }[]
): WantedModel {
  const stored = entries.map(({ moves = [], facts = [] }, index) =>
    store(sampleEntry(index + 1, { model: 'majora', at: now, moves, facts })),
  );
  return { model: 'majora', facts: collectFacts(stored), records: new Map() };
}

const toV1: Move = { alias: 'deployed', from: 'v3', to: 'v1' };

function rewrite(text: string, ...wanted: readonly WantedModel[]): string {
  return formatPythonJson(rewriteCatalog(parse(text), 'wrapper', wanted, now));
}

test('nothing to say leaves the file as it is, byte by byte', () => {
  const text = format(makeS2File('majora', 3));
  expect(rewrite(text, wantAfter())).toBe(text);
});

test.skipIf(!existsSync(shared))(
  "S2's own file changes in updated_at and what the history says, and nowhere else (where the shared data are there)",
  () => {
    const text = readFileSync(join(shared, 'registry.json'), 'utf8');
    expect(rewrite(text, wantAfter())).toBe(text);
    const written = rewrite(
      text,
      wantAfter({ facts: [{ kind: 'scored', version: 'v2', metrics: { perplexity: 3.5 } }] }),
    );
    const differing = written.split('\n').filter((line, place) => line !== text.split('\n')[place]);
    expect(differing.map(line => line.trim())).toEqual([
      '"updated_at": "2026-11-21T03:00:00.000000+00:00",',
      '"perplexity": 3.5,',
    ]);
  },
);

test('a move marks one version, as S2 does', () => {
  const { models } = JSON.parse(rewrite(format(makeS2File('majora', 3)), wantAfter({ moves: [toV1] })));
  expect(models.majora.versions).toMatchObject({
    v1: { deployed: true, status: 'deployed', deployed_at: '2026-11-21T03:00:00.000000+00:00' },
    v2: { deployed: false, status: 'draft', deployed_at: null },
    v3: { deployed: false, status: 'deprecated', deployed_at: '2026-11-20T16:15:05.929369+00:00' },
  });
});

test('what was only found keeps the time that the file has for it', () => {
  const text = format(makeS2File('majora', 3));
  const stored = store(
    sampleEntry(1, {
      action: 'adopt',
      model: 'majora',
      moves: [{ alias: 'deployed', from: null, to: 'v3' }],
    }),
  );
  expect(rewrite(text, { model: 'majora', facts: collectFacts([stored]), records: new Map() })).toBe(text);
});

test('scores stand where S2 has them, and where others nested them', () => {
  const file = makeS2File('majora', 1);
  Object.assign(file.models['majora']?.versions['v1']?.evaluation_scores ?? {}, {
    custom_metrics: { custom_metrics: { humour: 1 }, per_class: { cats: 0.5 } },
  });
  const metrics = { accuracy: 0.9, rouge1: 0.4, humour: 2, 'per_class.cats': 0.6, wit: 3 };
  const written = rewrite(format(file), wantAfter({ facts: [{ kind: 'scored', version: 'v1', metrics }] }));
  expect(JSON.parse(written).models.majora.versions.v1.evaluation_scores).toMatchObject({
    accuracy: 0.9,
    rouge_scores: { rouge1: 0.4 },
    custom_metrics: { custom_metrics: { humour: 2 }, per_class: { cats: 0.6 }, wit: 3 },
  });
});

test('a lost version is put back with S2 fields only, and a cut one gets back what it lacks', () => {
  const record = { ...s2Version('majora', 'v9', { notes: 'ours' }), lastgood: { format: 1 } };
  const file = makeS2File('majora', 1);
  const { status: _, training: __, evaluation_scores: ___, ...cut } = s2Version('majora', 'v2');
  Object.assign(file.models['majora']?.versions ?? {}, { v2: cut });
  const records = new Map([
    ['v9', record],
    ['v2', s2Version('majora', 'v2')],
  ]);
  const written = JSON.parse(rewrite(format(file), { model: 'majora', facts: undefined, records }));
  const { versions } = written.models.majora;
  expect(versions.v9).toEqual(s2Version('majora', 'v9', { notes: 'ours' }));
  expect(versions.v2).toEqual(s2Version('majora', 'v2'));
  expect(versions.v1).toEqual(makeS2File('majora', 1).models['majora']?.versions['v1']);
});

test('an older file gets the wrapper that S2 writes, and a model called version is not lost', () => {
  const bare = {
    version: { versions: { v1: s2Version('version', 'v1') } },
    majora: makeS2File('majora', 3).models['majora'],
  };
  const root = rewriteCatalog(parse(format(bare)), 'bare', [wantAfter({ moves: [toV1] })], now);
  const written = JSON.parse(formatPythonJson(root));
  expect(Object.keys(written)).toEqual(['version', 'updated_at', 'models']);
  expect(written.models.version).toEqual(bare.version);
  expect(written.models.majora.versions.v1.deployed).toBe(true);
});

test('what is no model is left alone, even under the name of one', () => {
  const text = format({ version: '1.0', updated_at: '', models: { majora: 'gone', din: { versions: [] } } });
  const records = new Map([['v1', s2Version('majora', 'v1')]]);
  const wanted = ['majora', 'din'].map(model => ({ model, facts: undefined, records }));
  expect(rewrite(text, ...wanted)).toBe(text);
});

/** Where S2 or anybody else may have put anything. */
const foreign = fc.jsonValue();
const foreignKey = fc
  .string({ minLength: 1 })
  .filter(key => !(key in s2Version('', '')) && key !== '__proto__');

test('nothing foreign is lost, whatever it is', () => {
  fc.assert(
    fc.property(
      fc.dictionary(foreignKey, foreign),
      fc.dictionary(foreignKey, foreign),
      fc.dictionary(
        foreignKey.filter(key => key !== 'versions' && key !== 'metadata'),
        foreign,
      ),
      (beside, inRow, inModel) => {
        const file = makeS2File('majora', 2);
        const { majora } = file.models;
        Object.assign(majora ?? {}, inModel);
        Object.assign(majora?.versions['v1'] ?? {}, inRow);
        const whole = { ...beside, ...file };
        const written = JSON.parse(rewrite(format(whole), wantAfter({ moves: [toV1] })));
        const expected = JSON.parse(JSON.stringify(whole));
        expected.updated_at = written.updated_at;
        Object.assign(expected.models.majora.versions.v1, {
          ...{ deployed: true, status: 'deployed', deployed_at: '2026-11-21T03:00:00.000000+00:00' },
        });
        Object.assign(expected.models.majora.versions.v2, { deployed: false, status: 'deprecated' });
        expect(written).toEqual(expected);
      },
    ),
  );
});

test('numbers that no double holds stay as they were written', () => {
  const odd = '{"a": 12345678901234567890, "b": 3.0, "c": 1e-05, "d": NaN, "e": -Infinity, "é": "\\u00e9"}';
  const text = format(makeS2File('majora', 3)).replace('"tags": []', `"tags": [], "odd": ${odd}`);
  const written = rewrite(text, wantAfter({ moves: [toV1] }));
  for (const piece of [
    '12345678901234567890',
    '"b": 3.0',
    '"c": 1e-05',
    '"d": NaN',
    '"e": -Infinity',
    '"é": "\\u00e9"',
  ])
    expect(written).toContain(piece);
});

test('lineage gets a row for what it lacks, and what stands there is never changed', () => {
  const text = format({
    version: '1.0',
    updated_at: '',
    lineages: { majora: { created_at: null, versions: { v1: { parent_version: 'v0', odd: 1 } } } },
  });
  const records = new Map([
    ['v1', s2Version('majora', 'v1')],
    [
      'v2',
      s2Version('majora', 'v2', {
        parent_version: 'v1',
        git_commit: 'abc',
        training_data_sources: ['oracle'],
      }),
    ],
  ]);
  const written = JSON.parse(formatPythonJson(rewriteLineage(parse(text), 'majora', records, now)));
  expect(written.lineages.majora.versions).toEqual({
    v1: { parent_version: 'v0', odd: 1 },
    v2: {
      created_at: '2026-11-20T16:15:05.927032+00:00',
      parent_version: 'v1',
      training_data: ['oracle'],
      git_commit: 'abc',
      base_model: 'Qwen2.5-Coder-7B',
      notes: '',
    },
  });
});
