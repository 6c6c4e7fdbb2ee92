import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listAffectedByData, listAffectedByVersion } from '../../../src/core/lineage/blast-radius.ts';
import { listDataOf, listDataUses, nameDataOf } from '../../../src/core/lineage/data-lineage.ts';
import { nameVersion } from '../../../src/core/lineage/lineage-graph.ts';
import { type LineageStep, listAncestors, listDescendants } from '../../../src/core/lineage/walk-lineage.ts';
import {
  documentRows,
  documentVersions,
  graphOf,
  keyOf,
  longChain,
  recorded,
} from '../../support/lineage-samples.ts';

const names = (steps: readonly LineageStep[]) => steps.map(({ node }) => node.version);
const documented = graphOf(documentVersions, ...documentRows);

describe('ancestors and descendants', () => {
  test('of the document are what it says: ancestors nearest first', () => {
    expect(names(listAncestors(documented, keyOf('majora:v3')))).toEqual(['v2', 'v1']);
    expect(names(listAncestors(documented, keyOf('majora:v1')))).toEqual([]);
  });

  test('descendants come depth first, each once', () => {
    expect(names(listDescendants(documented, keyOf('majora:v1')))).toEqual(['v2', 'v3', 'v2b']);
  });

  test('of a version made from two are all of both, nearest first and each once', () => {
    const graph = graphOf([
      recorded('m:v1'),
      recorded('m:v2', { parent: 'v1' }),
      recorded('m:v3', { parent: 'v2', baseModel: 'm:v1' }),
    ]);
    const ancestors = listAncestors(graph, keyOf('m:v3'));
    expect(ancestors.map(step => [step.node.version, step.relation, step.distance])).toEqual([
      ['v2', 'parent', 1],
      ['v1', 'base-model', 1],
    ]);
    expect(names(listDescendants(graph, keyOf('m:v1')))).toEqual(['v2', 'v3']);
  });

  test('what was live before is neither', () => {
    const graph = graphOf([recorded('m:v1'), recorded('m:v2', { previousLive: 'v1' })]);
    expect(listAncestors(graph, keyOf('m:v2'))).toEqual([]);
    expect(listDescendants(graph, keyOf('m:v1'))).toEqual([]);
  });

  test('in a cycle end where they began', () => {
    const graph = graphOf([
      recorded('m:v1', { parent: 'v3' }),
      recorded('m:v2', { parent: 'v1' }),
      recorded('m:v3', { parent: 'v2' }),
    ]);
    expect(names(listAncestors(graph, keyOf('m:v2')))).toEqual(['v1', 'v3']);
    expect(names(listDescendants(graph, keyOf('m:v2')))).toEqual(['v3', 'v1']);
  });

  test('of a version that is not there are none', () => {
    expect(listAncestors(documented, keyOf('majora:v9'))).toEqual([]);
    expect(listDescendants(documented, keyOf('majora:v9'))).toEqual([]);
  });

  test('in any graph each is an ancestor of all its descendants, cycles or not', () => {
    const origins = fc.array(fc.option(fc.nat(7)), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(origins, origins, (parents, bases) => {
        const graph = graphOf(
          parents.map((parent, place) =>
            recorded(`m:v${place}`, {
              ...(parent === null ? {} : { parent: `v${parent}` }),
              ...(bases[place] == null ? {} : { baseModel: `m:v${bases[place]}` }),
            }),
          ),
        );
        for (const key of graph.nodes.keys()) {
          for (const { node } of listDescendants(graph, key)) {
            const ancestors = listAncestors(graph, node.key).map(step => step.node.key);
            expect(ancestors).toContain(key);
            expect(new Set(ancestors).size).toBe(ancestors.length);
          }
        }
      }),
    );
  });
});

describe('data', () => {
  test('that went into a version is its own and that of its ancestors', () => {
    const closure = listDataOf(documented, keyOf('majora:v3'));
    expect(closure.map(({ node, dataSources }) => [node.version, dataSources])).toEqual([
      ['v3', []],
      ['v2', ['oracle', 'toolbench', 'additional']],
      ['v1', ['oracle', 'toolbench']],
    ]);
    expect(nameDataOf(closure)).toEqual(['oracle', 'toolbench', 'additional']);
  });

  test('is listed with the versions that were trained on it', () => {
    const uses = listDataUses(documented.nodes.values());
    expect(uses.map(({ dataSet, users }) => [dataSet, users.map(({ version }) => version)])).toEqual([
      ['additional', ['v2']],
      ['oracle', ['v1', 'v2']],
      ['toolbench', ['v1', 'v2']],
    ]);
  });
});

describe('blast radius', () => {
  const graph = graphOf([
    recorded('majora:v1', { dataSources: ['oracle'] }),
    recorded('majora:v2', { parent: 'v1' }),
    recorded('majora:v3', { dataSources: ['clean'] }),
    recorded('oracle:v1', { baseModel: 'majora:v2', dataSources: ['oracle'] }),
    recorded('oracle:v2', { parent: 'v1' }),
    recorded('veran:v1', { dataSources: ['oracle'] }),
  ]);
  const describeAffected = (affected: ReturnType<typeof listAffectedByVersion>) =>
    affected.map(each => [nameVersion(each.node), each.because, each.from && nameVersion(each.from)]);

  test('of a version is all that comes from it, in other models too', () => {
    expect(describeAffected(listAffectedByVersion(graph, keyOf('majora:v1')))).toEqual([
      ['majora:v1', 'itself', undefined],
      ['majora:v2', 'descends', 'majora:v1'],
      ['oracle:v1', 'descends', 'majora:v2'],
      ['oracle:v2', 'descends', 'oracle:v1'],
    ]);
  });

  test('of a data set is what was trained on it and all that comes from that', () => {
    expect(describeAffected(listAffectedByData(graph, 'oracle'))).toEqual([
      ['majora:v1', 'uses', undefined],
      ['majora:v2', 'descends', 'majora:v1'],
      ['oracle:v1', 'uses', undefined],
      ['oracle:v2', 'descends', 'oracle:v1'],
      ['veran:v1', 'uses', undefined],
    ]);
    expect(describeAffected(listAffectedByData(graph, 'oracle', 'veran'))).toEqual([
      ['veran:v1', 'uses', undefined],
    ]);
    expect(listAffectedByData(graph, 'nothing')).toEqual([]);
  });
});

describe('a chain of two thousand versions with branches', () => {
  const versions = longChain('m', 2000, 10);
  const graph = graphOf(versions);

  test('is walked up, down and for its data without recursion', () => {
    expect(listAncestors(graph, keyOf('m:v2000'))).toHaveLength(1999);
    expect(listDescendants(graph, keyOf('m:v1'))).toHaveLength(versions.length - 1);
    expect(nameDataOf(listDataOf(graph, keyOf('m:v2000')))).toHaveLength(7);
    expect(listAffectedByData(graph, 'set-0')).toHaveLength(versions.length);
  });
});
