import { describe, expect, test } from 'vitest';
import { printVersionTree } from '../../../src/ui/command-line/print-tree.ts';
import {
  documentRows,
  documentVersions,
  graphOf,
  longChain,
  recorded,
} from '../../support/lineage-samples.ts';

const file = { outIsTerminal: false, columns: 100, charset: 'unicode' } as const;
const documented = graphOf(documentVersions, ...documentRows);

describe('the tree of a model', () => {
  test('is printed as the document of S2 shows it', () => {
    expect(printVersionTree(documented, 'majora', file).join('\n')).toBe(
      `majora version tree:
└── v1
    ├── v2
    │   └── v3
    └── v2b (experimental branch)`,
    );
  });

  test('has ASCII lines where the terminal has no others', () => {
    expect(printVersionTree(documented, 'majora', { ...file, charset: 'ascii' })).toEqual([
      'majora version tree:',
      '`-- v1',
      '    |-- v2',
      '    |   `-- v3',
      '    `-- v2b (experimental branch)',
    ]);
  });

  test('is drawn with other lines where a version only says what was live before it', () => {
    const graph = graphOf([
      recorded('m:v1'),
      recorded('m:v2', { previousLive: 'v1' }),
      recorded('m:v3', { previousLive: 'v1' }),
    ]);
    expect(printVersionTree(graph, 'm', file)).toEqual([
      'm version tree:',
      '└── v1',
      '    ├┄┄ v2',
      '    └┄┄ v3',
    ]);
  });

  test('stops to indent where the room ends, and gives the level instead', () => {
    const graph = graphOf(longChain('m', 2000, 2));
    const lines = printVersionTree(graph, 'm', { outIsTerminal: true, columns: 60, charset: 'unicode' });
    expect(lines).toHaveLength(1 + 2000 + 400);
    expect(lines.slice(0, 15)).toEqual([
      'm version tree:',
      '└── v1',
      '    └── v2',
      '        └── v3',
      '            └── v4',
      '                └── v5',
      '                    └── v6',
      '                        └── v7',
      '                            └── v8',
      '                                └── v9',
      '                                    [10] v10',
      '                                    [11] v10.1',
      '                                    [11] v10.2',
      '                                    [11] v11',
      '                                    [12] v12',
    ]);
  });

  test('is cut to the terminal, and in a file never', () => {
    const note = 'an experiment with a very long story '.repeat(9).trim();
    const graph = graphOf([recorded('m:v1'), recorded('m:v2', { notes: note })]);
    const [, , cut = ''] = printVersionTree(graph, 'm', { ...file, outIsTerminal: true, columns: 40 });
    expect(cut).toMatch(/^└── v2 \(an experiment .*…$/);
    expect(cut).toHaveLength(40);
    expect(printVersionTree(graph, 'm', file)[2]).toBe(`└── v2 (${note})`);
  });
});
