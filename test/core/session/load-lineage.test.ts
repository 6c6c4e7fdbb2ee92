import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createCatalogRegistry } from '../../../src/adapters/catalog/catalog-registry.ts';
import { createNodeFileSystem } from '../../../src/adapters/files/node-file-system.ts';
import { getLineageModel, getLineageNode, loadLineage } from '../../../src/core/session/load-lineage.ts';
import { printVersionTree } from '../../../src/ui/command-line/print-tree.ts';
import {
  documentedLineage,
  documentedRegistry,
  makeS2Lineage,
  makeS2Registry,
  type S2Model,
  writeS2File,
} from '../../support/catalog-files.ts';
import { sha256OfText } from '../../support/sample-entries.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const output = { outIsTerminal: false, columns: 100, charset: 'unicode' } as const;

/** Reads two files as S2 wrote them; a text is written as it is. */
function readLineage(
  registry: Parameters<typeof writeS2File>[2],
  lineage: Parameters<typeof writeS2File>[2] | undefined,
) {
  const folder = createTemporaryFolder();
  writeS2File(folder, 'registry.json', registry);
  if (lineage !== undefined) writeS2File(folder, 'lineage.json', lineage);
  const opened = createCatalogRegistry({
    path: join(folder, 'registry.json'),
    name: 'test',
    fileSystem: createNodeFileSystem(),
    createId: () => 'operation',
    now: () => Date.parse('2026-11-21T08:00:00Z'),
    tool: 'lastgood test',
  });
  return loadLineage({ registry: opened, sha256: sha256OfText });
}

/** The versions of the document's example tree. */
const majora: S2Model = {
  model: 'majora',
  versions: [
    { version: 'v1', deployed: true, dataSources: ['oracle'], notes: 'Initial training' },
    { version: 'v2', parent: 'v1', notes: 'Fine-tuned on additional data' },
    { version: 'v3', parent: 'v2', deployed: true },
    { version: 'v2b', parent: 'v1', notes: 'experimental branch' },
  ],
};

describe('the lineage of a catalogue', () => {
  test('is the tree that the document shows', async () => {
    const { graph } = await readLineage(makeS2Registry([majora]), makeS2Lineage([majora]));
    expect(graph.problems).toEqual([]);
    expect(printVersionTree(graph, 'majora', output).join('\n')).toBe(
      `majora version tree:
└── v1
    ├── v2
    │   └── v3
    └── v2b (experimental branch)`,
    );
  });

  test("of the document's two schemas has a version that is not registered", async () => {
    const loaded = await readLineage(documentedRegistry, documentedLineage);
    expect(loaded.graph.problems.map(({ message }) => message)).toEqual([
      'majora:v2 stands in lineage.json and is not registered',
    ]);
    expect(getLineageNode(loaded, 'majora', 'v2')).toMatchObject({ isRegistered: false });
    expect(getLineageNode(loaded, 'majora', '1').version).toBe('v1');
    expect(() => getLineageNode(loaded, 'majora', 'v9')).toThrow('majora has no version v9.');
    expect(() => getLineageModel(loaded, 'veran')).toThrow('No model is called veran.');
    expect([...loaded.standings.values()]).toEqual([{ state: 'deployed', aliases: ['deployed'] }]);
  });

  test('without a lineage file is what the records say', async () => {
    const { graph, file } = await readLineage(makeS2Registry([majora]), undefined);
    expect(file?.problem).toBeUndefined();
    expect(printVersionTree(graph, 'majora', output)).toHaveLength(5);
  });

  test('with a torn lineage file is what the records say, and the file is told', async () => {
    const { graph, file } = await readLineage(makeS2Registry([majora]), '{"version": "1.0", "lineages": {');
    expect(file?.problem).toMatch(/^lineage\.json is /);
    expect(printVersionTree(graph, 'majora', output)).toHaveLength(5);
  });

  test('that S2 could not walk, since it goes round, is told and drawn once (B2.10)', async () => {
    const round: S2Model = {
      model: 'majora',
      versions: [
        { version: 'v1', parent: 'v3' },
        { version: 'v2', parent: 'v1' },
        { version: 'v3', parent: 'v2' },
      ],
    };
    const { graph } = await readLineage(makeS2Registry([round]), makeS2Lineage([round]));
    expect(graph.problems.map(({ message }) => message)).toEqual([
      'a cycle, each comes from the next: majora v1, v3, v2, v1',
    ]);
    expect(printVersionTree(graph, 'majora', output)).toEqual([
      'majora version tree:',
      '└── v1',
      '    └── v2',
      '        └── v3',
    ]);
  });
});
