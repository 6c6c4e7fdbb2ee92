import { describe, expect, test } from 'vitest';
import { createAfsCatalog, linesOf, modelOf, said } from '../../support/afs-catalog.ts';

/** Two lines of descent, nothing deployed. */
const branched = [
  modelOf(
    'majora',
    { version: 'v1', notes: 'Initial training' },
    { version: 'v2', parent: 'v1', notes: 'Fine-tuned on additional data' },
    { version: 'v2b', parent: 'v1', notes: 'experimental branch' },
    { version: 'v3', parent: 'v2' },
  ),
];

describe('writes', () => {
  const add = ['add', 'majora', '--base-model', 'Qwen2.5-Coder-7B'] as const;

  test('add takes every flag, and says what it registered', async () => {
    const catalog = createAfsCatalog();
    const words = [
      'add',
      'majora',
      'v1',
      'zelda_iq=7',
      '--base-model',
      'Qwen',
      '--samples',
      '223',
      '--epochs',
      '3',
    ];
    const flags = ['--batch-size', '4', '--learning-rate', '0.0002', '--framework', 'mlx', '--accuracy', '0'];
    const scores = ['--f1-score', '0.82', '--perplexity', '2.1', '--bleu-score', '0.4', '--speed', '120'];
    const run = await catalog.afs(
      ...words,
      ...flags,
      ...scores,
      '--lora-path',
      '/l',
      '--gguf-path',
      '/g',
      ...said,
    );
    expect(run.code, run.error).toBe(0);
    expect(linesOf(run)[0]).toBe('✓ Registered majora:v1');
    expect(catalog.readVersion('majora', 'v1')).toMatchObject({
      ...{ status: 'draft', lora_path: '/l', gguf_path: '/g' },
      training: {
        ...{ base_model: 'Qwen', samples: 223, epochs: 3, batch_size: 4, learning_rate: 0.0002 },
        framework: 'mlx',
      },
      evaluation_scores: {
        ...{ accuracy: 0, f1_score: 0.82, perplexity: 2.1, bleu_score: 0.4 },
        ...{ inference_speed_tokens_per_sec: 120, custom_metrics: { zelda_iq: 7 } },
      },
    });
  });

  test('add takes the version as it is written, else the number after the highest', async () => {
    const catalog = createAfsCatalog();
    for (const version of ['3', 'v1.1.0', 'v2.1'])
      expect((await catalog.afs('add', 'majora', version, '--base-model', 'x', ...said)).code).toBe(0);
    expect((await catalog.afs(...add, ...said)).out).toContain('✓ Registered majora:v4');
    expect(Object.keys(catalog.readModels()['majora']?.versions ?? {}).toSorted()).toEqual([
      ...['3', 'v1.1.0', 'v2.1', 'v4'],
    ]);
  });

  test('why a version was added is on record, and what does the same is said', async () => {
    const catalog = createAfsCatalog();
    const dry = await catalog.afs(
      'add',
      'majora',
      '3',
      '--base-model',
      'x',
      '--reason',
      'nightly',
      '--dry-run',
    );
    expect(dry.out).toContain('lastgood afs add majora 3 --base-model x --reason nightly');
    await catalog.afs(...add, '--yes', '--reason', 'nightly');
    const { entries } = (await catalog.run('history', 'majora', '--json')).json();
    expect(entries).toMatchObject([{ action: 'register', reason: 'nightly' }]);
  });

  test.each([
    ['add without a base model', ['add', 'majora', 'v1', '--yes']],
    ['a score that is none', ['score', 'majora', 'v1', '--accuracy', 'high', '--yes']],
    ['no score', ['score', 'majora', 'v1', '--yes']],
    ['an unknown option', ['list', '--all']],
    ['no such command', ['remove', 'majora']],
    ['no command', []],
  ])('%s is a wrong use', async (_, words) => {
    expect((await createAfsCatalog(branched).afs(...words)).code).toBe(2);
  });

  test.each([
    ['info', 'nobody'],
    ['versions', 'nobody'],
    ['compare', 'majora', 'v1', 'v9'],
    ['deploy', 'majora', 'v9', ...said],
    ['rollback', 'majora', 'v9', ...said],
    ['score', 'majora', 'v9', '--accuracy', '1', ...said],
    ['tree', 'nobody'],
    ['lineage', 'nobody'],
  ])('afs %s of %s that is not there exits 1', async (...words) => {
    const run = await createAfsCatalog(branched).afs(...words);
    expect([run.code, run.out]).toEqual([1, '']);
  });

  test('a dry run of each shows the plan and writes nothing', async () => {
    const catalog = createAfsCatalog(branched);
    await catalog.afs('deploy', 'majora', 'v3', ...said);
    const before = catalog.readText();
    for (const words of [
      add,
      ['score', 'majora', 'v1', '--accuracy', '1'],
      ['deploy', 'majora', 'v1'],
      ['rollback', 'majora', 'v1'],
    ]) {
      const run = await catalog.afs(...words, '--reason', 'INC-7', '--dry-run');
      expect([run.code, run.out]).toEqual([0, expect.not.stringContaining('✓')]);
    }
    expect(catalog.readText()).toBe(before);
  });

  test('a move without a terminal needs --yes, and a reason or --confirm', async () => {
    const catalog = createAfsCatalog(branched);
    for (const words of [
      [],
      ['--reason', 'INC-7'],
      ['--yes'],
      ['--yes', '--reason', ' '],
      ['--yes', '--confirm', 'x'],
    ]) {
      const run = await catalog.afs('deploy', 'majora', 'v1', ...words);
      expect([run.code, run.error], words.join(' ')).toEqual([2, expect.stringContaining('majora@deployed')]);
    }
    expect((await catalog.afs('deploy', 'majora', 'v1', '--yes', '--confirm', 'majora@deployed')).code).toBe(
      0,
    );
  });

  test('at a terminal the alias is typed, unless --yes and a reason are given', async () => {
    const answers = ['majora@deployed'];
    const catalog = createAfsCatalog(branched);
    const run = await catalog.afsWith({ answers }, 'deploy', 'majora', 'v1');
    expect([run.code, run.questions]).toEqual([0, ['Type majora@deployed to carry this out: ']]);
    const other = await catalog.afsWith({ answers }, 'deploy', 'majora', 'v2', ...said);
    expect([other.code, other.questions]).toEqual([0, []]);
  });

  test('a rollback forward, which the document has, is a promotion and holds nothing', async () => {
    const catalog = createAfsCatalog(branched);
    await catalog.afs('deploy', 'majora', 'v1', ...said);
    const run = await catalog.afs('rollback', 'majora', 'v2', ...said);
    expect([run.code, run.error]).toEqual([0, expect.stringContaining('this is a promotion')]);
    expect(catalog.listDeployed('majora')).toEqual(['v2']);
    expect(catalog.readVersion('majora', 'v1')).toMatchObject({ status: 'deprecated' });
    expect((await catalog.afs('deploy', 'majora', 'v1', ...said)).code).toBe(0);
  });

  test('a rollback back holds what it leaves, unless told not to', async () => {
    const catalog = createAfsCatalog(branched);
    for (const version of ['v1', 'v2']) await catalog.afs('deploy', 'majora', version, ...said);
    await catalog.afs('rollback', 'majora', 'v1', '--no-hold', ...said);
    expect((await catalog.afs('deploy', 'majora', 'v2', ...said)).code).toBe(0);
    await catalog.afs('rollback', 'majora', 'v1', ...said);
    expect((await catalog.afs('deploy', 'majora', 'v2', ...said)).code).toBe(5);
  });

  test.each(['archived', 'training'])('what is %s is not deployed, and why is said', async status => {
    const catalog = createAfsCatalog([modelOf('majora', 'v1', { version: 'v2', status })]);
    await catalog.afs('deploy', 'majora', 'v1', ...said);
    for (const command of ['deploy', 'rollback']) {
      const run = await catalog.afs(command, 'majora', 'v2', ...said);
      expect([run.code, run.error]).toEqual([1, expect.stringContaining(status)]);
    }
    expect(catalog.listDeployed('majora')).toEqual(['v1']);
  });
});
