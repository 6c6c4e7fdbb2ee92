import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createAfsCatalog, linesOf, modelOf } from '../../support/afs-catalog.ts';
import { documentedLineage, documentedRegistry, makeS2Lineage } from '../../support/catalog-files.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import { runLastgood } from './command-line.ts';

const rule = '='.repeat(60);
const wideRule = '='.repeat(80);

/** What stands behind the document's example of a list: `oracle` has two versions and one of them is archived. */
const listed = [
  modelOf(
    'majora',
    { version: 'v1', deployed: true, scores: { accuracy: 0.85 } },
    { version: 'v2', status: 'completed', scores: { accuracy: 0.87 } },
    { version: 'v3', deployed: true, scores: { accuracy: 0.88 } },
  ),
  modelOf(
    'oracle',
    { version: 'v1', deployed: true, scores: { accuracy: 0.82 } },
    { version: 'v2', status: 'archived' },
  ),
];

/** What stands behind its example of a tree. */
const branched = [
  modelOf(
    'majora',
    { version: 'v1', notes: 'Initial training' },
    { version: 'v2', parent: 'v1', notes: 'Fine-tuned on additional data' },
    { version: 'v2b', parent: 'v1', notes: 'experimental branch' },
    { version: 'v3', parent: 'v2' },
  ),
];

describe('what the document shows', () => {
  test.each([['list'], ['registry', 'list']])('afs %s %s', async (...words) => {
    expect((await createAfsCatalog(listed).afs(...words)).out).toBe(
      [
        'Registered Models:',
        rule,
        '',
        'majora',
        '  Versions: 3 (2 deployed)',
        '  ● v1       (deployed  ) acc=0.850',
        '  ○ v2       (completed ) acc=0.870',
        '  ● v3       (deployed  ) acc=0.880',
        '',
        'oracle',
        '  Versions: 2 (1 deployed)',
        '  ● v1       (deployed  ) acc=0.820',
        '',
      ].join('\n'),
    );
  });

  test.each([
    ['with lineage.json', makeS2Lineage(branched)],
    ['without', undefined],
  ])('afs tree, %s', async (_, lineage) => {
    expect((await createAfsCatalog(branched, lineage).afs('tree', 'majora')).out).toBe(
      [
        'majora version tree:',
        '└── v1',
        '    ├── v2',
        '    │   └── v3',
        '    └── v2b (experimental branch)',
        '',
      ].join('\n'),
    );
  });

  test('on a terminal without such signs ASCII stands in their place', async () => {
    const output = { columns: 80, charset: 'ascii' } as const;
    const catalog = createAfsCatalog(listed);
    expect(linesOf(await catalog.afsWith({ output }, 'list')).slice(5, 7)).toEqual([
      '  * v1       (deployed  ) acc=0.850',
      '  - v2       (completed ) acc=0.870',
    ]);
  });
});

describe("in S2's manner", () => {
  test('info shows the newest version, and which one is deployed', async () => {
    const catalog = createAfsCatalog(documentedRegistry);
    expect(linesOf(await catalog.afs('info', 'majora'))).toEqual([
      'Model: majora',
      rule,
      'Description: Code generation model',
      'Owner: scawful',
      'Tags: coder, production',
      'Model Notes: Primary coder model',
      'Latest Version: v1',
      'Status: deployed',
      'Created: 2026-01-14T10:00:00.000Z',
      'Deployed: True',
      'Deployed Version: v1',
      '',
      'Training:',
      '  Base Model: Qwen2.5-Coder-7B',
      '  Framework: unsloth',
      '  Samples: 223',
      '  Epochs: 3',
      '  Batch Size: 4',
      '  Learning Rate: 0.0002',
      '  Duration: 3.00 hours',
      '  Cost: $0.80',
      '  Hardware: M2 Max',
      '',
      'Evaluation Scores:',
      '  Accuracy: 0.8500',
      '  F1 Score: 0.8200',
      '  Speed: 120 tokens/sec',
      '',
      'Weights Path: /models/majora-v1-lora',
      'Weights Path: /models/majora-v1-Q8_0.gguf',
      'Data: oracle, toolbench',
      'Git Commit: abc123def456',
      'Version Tags: production, stable',
      '',
      'Notes: Initial training',
    ]);
  });

  test('versions', async () => {
    const models = [
      modelOf('majora', 'v1', { version: 'v2', parent: 'v1', dataSources: ['oracle', 'extra'] }),
    ];
    expect(linesOf(await createAfsCatalog(models).afs('versions', 'majora'))).toEqual([
      'Versions of majora:',
      wideRule,
      '○ v1       (draft     )                 n=0',
      '○ v2       (draft     )                 n=0',
      '    └─ Parent: v1',
      '    └─ Data: oracle, extra',
    ]);
  });

  test('compare', async () => {
    const [before, after] = [
      { accuracy: 0.85, f1_score: 0.82 },
      { accuracy: 0.87, f1_score: 0.82 },
    ];
    const models = [modelOf('majora', { version: 'v1', scores: before }, { version: 'v2', scores: after })];
    expect(linesOf(await createAfsCatalog(models).afs('compare', 'majora', 'v1', 'v2'))).toEqual([
      'Comparing majora versions: v1 vs v2',
      wideRule,
      '',
      'accuracy:',
      '  v1: 0.85',
      '  v2: 0.87',
      '',
      'version:',
      '  v1: v1',
      '  v2: v2',
    ]);
  });

  test('lineage', async () => {
    const catalog = createAfsCatalog(documentedRegistry, documentedLineage);
    const lines = linesOf(await catalog.afs('lineage', 'majora'));
    expect(lines.slice(0, 15)).toEqual([
      'Training History for majora',
      wideRule,
      '',
      'v1',
      '  Base Model: Qwen2.5-Coder-7B',
      '  Data: oracle, toolbench',
      '  Commit: abc123def456',
      '  Notes: Initial training',
      '',
      'v2',
      '  Parent: v1',
      '  Base Model: majora:v1',
      '  Data: oracle, toolbench, additional',
      '  Commit: def456ghi789',
      '  Notes: Fine-tuned on additional data',
    ]);
  });
});

test('a registry of another kind is refused', async () => {
  const root = createTemporaryFolder();
  mkdirSync(join(root, 'majora_v1'));
  writeFileSync(join(root, 'majora_v1', 'metadata.json'), '{}');
  const run = await runLastgood(root, ['afs', 'list']);
  expect([run.code, run.error]).toEqual([2, expect.stringContaining("afs works on S2's files alone")]);
});
