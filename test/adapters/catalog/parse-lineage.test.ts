import { describe, expect, it } from 'vitest';
import { parseLineage } from '../../../src/adapters/catalog/parse-lineage.ts';
import { documentedLineage, type FileValue, formatS2 } from '../../support/catalog-files.ts';

const parse = (value: FileValue | string) =>
  parseLineage('lineage.json', Buffer.from(typeof value === 'string' ? value : formatS2(value)));

describe('a file of lineage', () => {
  it('is read as the document shows it', () => {
    expect(parse(documentedLineage)).toEqual({
      target: 'lineage.json',
      problem: undefined,
      rows: [
        {
          model: 'majora',
          version: 'v1',
          createdAt: '2026-01-14T10:00:00.000Z',
          parent: undefined,
          baseModel: 'Qwen2.5-Coder-7B',
          dataSources: ['oracle', 'toolbench'],
          gitCommit: 'abc123def456',
          notes: 'Initial training',
        },
        {
          model: 'majora',
          version: 'v2',
          createdAt: '2026-01-14T12:00:00.000Z',
          parent: 'v1',
          baseModel: 'majora:v1',
          dataSources: ['oracle', 'toolbench', 'additional'],
          gitCommit: 'def456ghi789',
          notes: 'Fine-tuned on additional data',
        },
      ],
    });
  });

  it('may be the lineages alone, and have none', () => {
    const versions = { v1: { parent_version: null } };
    const lineages = { majora: { versions } };
    expect(parse({ lineages }).rows).toHaveLength(1);
    expect(parse(lineages).rows).toHaveLength(1);
    expect(parse({ lineages: {} })).toMatchObject({ rows: [], problem: undefined });
    expect(parse({})).toMatchObject({ rows: [], problem: undefined });
  });

  it('with fields of wrong types is read without them', () => {
    const row = { parent_version: 7, training_data: 'oracle', git_commit: [], created_at: 'now', notes: {} };
    expect(parse({ lineages: { majora: { versions: { v1: row, v2: 'x' } }, odd: 3 } }).rows).toEqual([
      {
        model: 'majora',
        version: 'v1',
        createdAt: undefined,
        parent: undefined,
        baseModel: undefined,
        dataSources: [],
        gitCommit: undefined,
        notes: undefined,
      },
    ]);
  });

  it.each([
    [formatS2(documentedLineage).slice(0, 200), /^lineage\.json is torn: /],
    ['', /^lineage\.json is empty$/],
    ['[]', /^lineage\.json is no object, so it holds no lineage$/],
    ['{"a": 1}', /^lineage\.json holds no lineages$/],
  ])('%# that cannot be used says why, and is never taken for an empty one', (text, problem) => {
    expect(parse(text).problem).toMatch(problem);
  });
});
