import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guideLimit, layOutTree, type TreeRow } from '../../../src/core/lineage/version-tree.ts';
import {
  documentRows,
  documentVersions,
  graphOf,
  longChain,
  type Origin,
  recorded,
  row,
} from '../../support/lineage-samples.ts';

const shape = (rows: readonly TreeRow[]) =>
  rows.map(({ node, level, guides, isLast, isBranch }) => [node.version, level, guides, isLast, isBranch]);
const versions = (rows: readonly TreeRow[]) => rows.map(({ node, level }) => [node.version, level]);
const treeOf = (origins: Readonly<Record<string, Origin>>) =>
  layOutTree(
    graphOf(Object.entries(origins).map(([version, origin]) => recorded(`m:${version}`, origin))),
    'm',
  );

describe('the tree of a model', () => {
  test('of the document: each version once, children in version order', () => {
    expect(shape(layOutTree(graphOf(documentVersions, ...documentRows), 'majora'))).toEqual([
      ['v1', 1, '', true, false],
      ['v2', 2, ' ', false, false],
      ['v3', 3, ' |', true, false],
      ['v2b', 2, ' ', true, true],
    ]);
  });

  test('has several roots, and of the later ones each is a branch', () => {
    expect(shape(treeOf({ v1: {}, v2: {}, v3: { parent: 'v1' } }))).toEqual([
      ['v1', 1, '', false, false],
      ['v3', 2, '|', true, false],
      ['v2', 1, '', true, true],
    ]);
  });

  test('hangs a version on its parent, else on a base model of its own model, else on what was live before', () => {
    const rows = treeOf({
      v1: {},
      v2: { baseModel: 'm:v1', previousLive: 'v1' },
      v3: { parent: 'v1', baseModel: 'm:v2' },
      v4: { previousLive: 'v3' },
    });
    expect(rows.map(({ node, level, relation }) => [node.version, level, relation])).toEqual([
      ['v1', 1, undefined],
      ['v2', 2, 'base-model'],
      ['v3', 2, 'parent'],
      ['v4', 3, 'previous-live'],
    ]);
  });

  test('shows a version whose parent is missing, or of another model, as a root', () => {
    const graph = graphOf([
      recorded('o:v1'),
      recorded('m:v1', { baseModel: 'o:v1' }),
      recorded('m:v2', { parent: 'v0' }),
    ]);
    expect(versions(layOutTree(graph, 'm'))).toEqual([
      ['v1', 1],
      ['v2', 1],
    ]);
  });

  test('opens a cycle at its oldest version', () => {
    expect(
      versions(
        treeOf({ v1: { parent: 'v3' }, v2: { parent: 'v1' }, v3: { parent: 'v2' }, v4: { parent: 'v3' } }),
      ),
    ).toEqual([
      ['v1', 1],
      ['v2', 2],
      ['v3', 3],
      ['v4', 4],
    ]);
  });

  test('opens one that what was live before closes there, and not at a parent', () => {
    expect(versions(treeOf({ v1: { parent: 'v2' }, v2: { previousLive: 'v1' } }))).toEqual([
      ['v2', 1],
      ['v1', 2],
    ]);
  });

  test('has what only the lineage file knows, and nothing for a model nobody knows', () => {
    const graph = graphOf([recorded('m:v1')], row('m:v2', { parent: 'v1' }));
    expect(versions(layOutTree(graph, 'm'))).toEqual([
      ['v1', 1],
      ['v2', 2],
    ]);
    expect(layOutTree(graph, 'o')).toEqual([]);
  });

  test('has every version exactly once, whatever comes from what', () => {
    const origins = fc.array(fc.option(fc.nat(9)), { minLength: 10, maxLength: 10 });
    fc.assert(
      fc.property(origins, origins, (parents, before) => {
        const rows = treeOf(
          Object.fromEntries(
            parents.map((parent, place) => [
              `v${place}`,
              {
                ...(parent === null ? {} : { parent: `v${parent}` }),
                ...(before[place] == null ? {} : { previousLive: `v${before[place]}` }),
              },
            ]),
          ),
        );
        expect(rows.map(({ node }) => node.version).sort()).toEqual(parents.map((_, place) => `v${place}`));
        for (const [place, { level, guides }] of rows.entries()) {
          expect(guides).toHaveLength(level - 1);
          expect(level).toBeLessThanOrEqual((rows[place - 1]?.level ?? 0) + 1);
        }
      }),
    );
  });

  test('two thousand levels deep remembers lines of the first levels only', () => {
    const rows = layOutTree(graphOf(longChain('m', 2000, 10)), 'm');
    expect(rows).toHaveLength(4000);
    expect(Math.max(...rows.map(({ level }) => level))).toBe(2001);
    expect(Math.max(...rows.map(({ guides }) => guides.length))).toBe(guideLimit);
  });
});
