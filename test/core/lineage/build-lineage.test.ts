import { describe, expect, test } from 'vitest';
import {
  documentRows,
  documentVersions,
  graphOf,
  keyOf,
  recorded,
  row,
} from '../../support/lineage-samples.ts';

const messages = (graph: ReturnType<typeof graphOf>) => graph.problems.map(problem => problem.message);
const originsOf = (graph: ReturnType<typeof graphOf>, name: string) =>
  graph.nodes.get(keyOf(name))?.origins.map(({ relation, key }) => [relation, key.replace('\n', ':')]);

describe('where a version comes from', () => {
  test('is what the lineage file says where the record says nothing', () => {
    const graph = graphOf(documentVersions, ...documentRows);
    expect(messages(graph)).toEqual([]);
    expect(originsOf(graph, 'majora:v2')).toEqual([['parent', 'majora:v1']]);
    expect(graph.nodes.get(keyOf('majora:v1'))).toMatchObject({
      baseModel: 'Qwen2.5-Coder-7B',
      dataSources: ['oracle', 'toolbench'],
      gitCommit: 'abc123def456',
    });
  });

  test('is a base model of another model by its name, and one of a hub is not missed', () => {
    const graph = graphOf([
      recorded('majora:v1', { baseModel: 'qwen2.5:7b' }),
      recorded('oracle:v1', { baseModel: 'majora:v1' }),
    ]);
    expect(originsOf(graph, 'oracle:v1')).toEqual([['base-model', 'majora:v1']]);
    expect(graph.offspring.get(keyOf('majora:v1'))).toEqual([
      { relation: 'base-model', key: keyOf('oracle:v1') },
    ]);
    expect(originsOf(graph, 'majora:v1')).toEqual([]);
    expect(graph.problems).toEqual([]);
  });

  test('may be a parent in another model', () => {
    const graph = graphOf([recorded('majora:v1'), recorded('oracle:v1', { parent: 'majora:v1' })]);
    expect(originsOf(graph, 'oracle:v1')).toEqual([['parent', 'majora:v1']]);
  });

  test('counts once where parent and base model are the same version', () => {
    const graph = graphOf([recorded('m:v1'), recorded('m:v2', { parent: 'v1', baseModel: 'm:v1' })]);
    expect(originsOf(graph, 'm:v2')).toEqual([['parent', 'm:v1']]);
  });

  test('has what was live before as something else than a parent, with or without its v', () => {
    const graph = graphOf([
      recorded('m:v1'),
      recorded('m:v2', { previousLive: '1' }),
      recorded('m:v3', { previousLive: 'v9' }),
    ]);
    expect(originsOf(graph, 'm:v2')).toEqual([['previous-live', 'm:v1']]);
    expect(graph.problems).toEqual([]);
  });

  test('of damaged and incomplete versions is what the lineage file says', () => {
    const graph = graphOf(
      [{ model: 'm', version: 'v1', whole: 'incomplete' }, recorded('m:v2')],
      row('m:v1', { dataSources: ['oracle'] }),
    );
    expect(graph.nodes.get(keyOf('m:v1'))?.dataSources).toEqual(['oracle']);
  });

  test('is kept apart for models and versions with colons in their names', () => {
    const one = { ...recorded('x:y'), model: 'a:b', version: 'c' };
    const other = { ...recorded('x:y'), model: 'a', version: 'b:c' };
    expect(graphOf([one, other]).nodes.size).toBe(2);
  });
});

describe('problems', () => {
  test('a version that only the lineage file has stands in its place in the order', () => {
    const graph = graphOf([recorded('m:v2'), recorded('m:v10')], row('m:v9', { parent: 'v2' }));
    expect([...graph.nodes.values()].map(node => [node.version, node.isRegistered])).toEqual([
      ['v2', true],
      ['v9', false],
      ['v10', true],
    ]);
    expect(messages(graph)).toEqual(['m:v9 stands in lineage.json and is not registered']);
  });

  test('missing parents and base models of models that are here are named', () => {
    const graph = graphOf([
      recorded('m:v2', { parent: 'v1' }),
      recorded('m:v3', { baseModel: 'm:v0', parent: 'v2' }),
    ]);
    expect(graph.problems).toEqual([
      { kind: 'missing-parent', keys: [keyOf('m:v2')], message: 'm:v2: its parent v1 is not here' },
      { kind: 'missing-parent', keys: [keyOf('m:v3')], message: 'm:v3: its base model m:v0 is not here' },
    ]);
  });

  test('conflicts of record and lineage file are told with both words, and the record counts', () => {
    const said = { parent: 'v1', baseModel: 'qwen', dataSources: ['a', 'b'], gitCommit: 'abc1234' };
    const graph = graphOf(
      [recorded('m:v1'), recorded('m:v2', said)],
      row('m:v1'),
      row('m:v2', { parent: 'v0', baseModel: 'llama', dataSources: ['a'], gitCommit: 'fff0000' }),
    );
    expect(graph.nodes.get(keyOf('m:v2'))).toMatchObject(said);
    expect(messages(graph)).toEqual([
      'm:v2: its parent is v1 by its record, v0 by lineage.json; the record counts',
      'm:v2: its base model is qwen by its record, llama by lineage.json; the record counts',
      'm:v2: its data is a, b by its record, a by lineage.json; the record counts',
      'm:v2: its git commit is abc1234 by its record, fff0000 by lineage.json; the record counts',
    ]);
  });

  test('what one leaves out, another order of the data and an abbreviated commit are no conflict', () => {
    const graph = graphOf(
      [recorded('m:v1', { dataSources: ['a', 'b'], gitCommit: 'abc123def456' }), recorded('m:v2')],
      row('m:v1', { dataSources: ['b', 'a'], gitCommit: 'abc123', parent: '', notes: '' }),
      row('m:v2', { parent: 'v1', baseModel: 'qwen' }),
    );
    expect(messages(graph)).toEqual([]);
  });

  test.each([
    ['a version that is its own parent', [recorded('m:v1', { parent: 'v1' })], 'm v1, v1'],
    [
      'two that come from each other',
      [recorded('m:v1', { parent: 'v2' }), recorded('m:v2', { parent: 'v1' })],
      'm v1, v2, v1',
    ],
    [
      'a parent and a base model that lead round, through two models',
      [recorded('m:v1', { baseModel: 'o:v1' }), recorded('o:v1', { parent: 'm:v1' })],
      'm:v1, o:v1, m:v1',
    ],
  ])('a cycle is found: %s', (_, versions, words) => {
    expect(messages(graphOf(versions))).toEqual([`a cycle, each comes from the next: ${words}`]);
  });

  test('a cycle names its own versions only, however many hang on it', () => {
    const graph = graphOf([
      recorded('m:v1', { parent: 'v2' }),
      recorded('m:v2', { parent: 'v1' }),
      recorded('m:v3', { parent: 'v2' }),
    ]);
    expect(graph.problems.map(problem => problem.keys)).toEqual([[keyOf('m:v1'), keyOf('m:v2')]]);
  });

  test('what was live before never makes a cycle', () => {
    const graph = graphOf([
      recorded('m:v1', { previousLive: 'v2' }),
      recorded('m:v2', { parent: 'v1', previousLive: 'v1' }),
    ]);
    expect(graph.problems).toEqual([]);
  });

  test('a cycle of two thousand versions is told in one short sentence', () => {
    const versions = Array.from({ length: 2000 }, (_, place) =>
      recorded(`m:v${place + 1}`, { parent: `v${place === 0 ? 2000 : place}` }),
    );
    expect(messages(graphOf(versions))).toEqual([
      'a cycle, each comes from the next: m v1, v2000, v1999, v1998, v1997, v1996, 1994 more, v1',
    ]);
  });
});
