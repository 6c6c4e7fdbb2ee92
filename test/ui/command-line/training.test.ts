import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildS0Registry, rolledBackOnce } from '../../support/s0-registry.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import { runLastgood } from './command-line.ts';

const model = 'frontshift-rag';

function createRegistry(): string {
  const root = createTemporaryFolder();
  buildS0Registry(root, rolledBackOnce);
  return root;
}

const origin = [
  ...['--base-model', 'Qwen2.5-7B', '--samples', '223', '--epochs', '3', '--batch-size', '4'],
  ...['--learning-rate', '2e-4', '--max-seq-length', '2048', '--framework', 'unsloth', '--hardware', 'A100'],
  ...['--duration-hours', '4.5', '--cost-usd', '1.65', '--data', 'zelda.jsonl', '--data', 'oracle.jsonl'],
  ...['--git-commit', 'abc123', '--parent', 'v1', '--tag', 'stable', '--gguf-path', 'models/v4.gguf'],
];

describe('register with what the training took', () => {
  test('keeps it in metadata.json, and show reads it back', async () => {
    const root = createRegistry();
    const run = await runLastgood(root, ['register', model, 'accuracy=0.94', 'loss=0', ...origin, '--yes']);
    expect(run.code, run.error).toBe(0);
    const shown = (await runLastgood(root, ['show', model, 'v4', '--json'])).json();
    expect(shown).toMatchObject({
      metrics: { accuracy: 0.94, loss: 0 },
      parent: 'v1',
      tags: ['stable'],
      training: {
        ...{ framework: 'unsloth', baseModel: 'Qwen2.5-7B', samples: 223, epochs: 3, batchSize: 4 },
        ...{ learningRate: 0.0002, maxSequenceLength: 2048, durationHours: 4.5, costUsd: 1.65 },
        ...{ hardware: 'A100', notes: null },
      },
      lineage: { dataSources: ['zelda.jsonl', 'oracle.jsonl'], gitCommit: 'abc123' },
    });
    expect(shown['particulars']).toContainEqual({ label: 'gguf path', value: 'models/v4.gguf' });
    const text = (await runLastgood(root, ['show', model, 'v4'])).out;
    expect(text).toContain('learning rate');
    expect(text).toContain('zelda.jsonl, oracle.jsonl');
  });

  test('what was not said is not written', async () => {
    const root = createRegistry();
    await runLastgood(root, ['register', model, '--yes']);
    const text = readFileSync(join(root, `${model}_v4`, 'metadata.json'), 'utf8');
    expect(Object.keys(JSON.parse(text).lastgood)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(training|lineage|filePaths|metrics)$/)]),
    );
  });

  test('a dry run tells the command that registers the same', async () => {
    const root = createRegistry();
    const run = await runLastgood(root, [
      'register',
      model,
      'accuracy=0.94',
      ...origin,
      '--dry-run',
      '--json',
    ]);
    for (const words of ['accuracy=0.94', '--samples 223', '--learning-rate 0.0002', '--data zelda.jsonl'])
      expect(run.json()['command']).toContain(words);
  });

  test.each([
    [['--samples', '1.5'], '--samples takes a whole number from 0, not 1.5.'],
    [['--cost-usd', 'free'], '--cost-usd takes a number from 0, not free.'],
    [['--learning-rate', 'NaN'], '--learning-rate takes a number from 0, not NaN.'],
  ])('%j is refused', async (words, problem) => {
    const run = await runLastgood(createRegistry(), ['register', model, ...words, '--yes']);
    expect(run.code).toBe(2);
    expect(run.error).toContain(problem);
  });

  test('diff tells trainings and origins apart', async () => {
    const root = createRegistry();
    await runLastgood(root, ['register', model, ...origin, '--yes']);
    await runLastgood(root, ['register', model, '--epochs', '5', '--parent', 'v4', '--yes']);
    const diff = (await runLastgood(root, ['diff', model, 'v4', 'v5', '--json'])).json();
    expect(diff['training']).toContainEqual({ name: 'epochs', before: '3', after: '5' });
    expect(diff['lineage']).toContainEqual({ name: 'parent', before: 'v1', after: 'v4' });
    expect(diff['lineage']).toContainEqual({
      name: 'data',
      before: 'zelda.jsonl, oracle.jsonl',
      after: null,
    });
  });
});

describe('score', () => {
  test('records metrics beside the version; 0 is one, and a name nobody knows is a custom one', async () => {
    const root = createRegistry();
    const run = await runLastgood(root, ['score', model, '3', 'accuracy=0', 'zelda_iq=7', '--yes']);
    expect(run.code, run.error).toBe(0);
    const shown = (await runLastgood(root, ['show', model, 'v3', '--json'])).json();
    expect(shown).toMatchObject({
      metrics: { accuracy: 0, zelda_iq: 7 },
      scored: { metrics: { accuracy: 0, zelda_iq: 7 } },
    });
    const history = (await runLastgood(root, ['history', model])).out;
    expect(history).toContain('v3 accuracy=0 zelda_iq=7');
  });

  test('the same again changes nothing', async () => {
    const root = createRegistry();
    await runLastgood(root, ['score', model, 'v3', 'accuracy=0.5', '--yes']);
    const again = (await runLastgood(root, ['score', model, 'v3', 'accuracy=0.5', '--yes', '--json'])).json();
    expect(again).toMatchObject({ outcome: 'unchanged' });
  });

  test.each(['accuracy=NaN', 'accuracy=good', 'accuracy=', 'accuracy'])('%s is refused', async word => {
    const run = await runLastgood(createRegistry(), ['score', model, 'v3', word, '--yes']);
    expect(run.code).toBe(2);
  });

  test('a metric may be given once only, and one at least', async () => {
    const root = createRegistry();
    expect((await runLastgood(root, ['score', model, 'v3', 'a=1', 'a=2', '--yes'])).error).toContain(
      'given twice',
    );
    expect((await runLastgood(root, ['score', model, 'v3', '--yes'])).code).toBe(2);
  });
});

describe('best', () => {
  async function createScored(): Promise<string> {
    const root = createRegistry();
    await runLastgood(root, ['score', model, 'v1', 'accuracy=0.8', 'zelda_iq=9', '--yes']);
    await runLastgood(root, ['score', model, 'v2', 'accuracy=0.9', 'zelda_iq=3', '--yes']);
    await runLastgood(root, ['register', model, '--cost-usd', '3', '--yes']);
    await runLastgood(root, ['register', model, '--cost-usd', '2', '--duration-hours', '4', '--yes']);
    return root;
  }

  function versionsOf(document: Readonly<Record<string, unknown>>) {
    return (document['versions'] as readonly { readonly version: string }[]).map(each => each.version);
  }

  test('ranks by the direction that is known, or that is given', async () => {
    const root = await createScored();
    const best = async (...words: readonly string[]) =>
      versionsOf((await runLastgood(root, ['best', model, ...words, '--json'])).json());
    expect(await best('accuracy')).toEqual(['v2', 'v1']);
    expect(await best('accuracy', '--lowest')).toEqual(['v1', 'v2']);
    expect(await best('zelda_iq', '--highest')).toEqual(['v1', 'v2']);
    expect(await best('cost_usd')).toEqual(['v5', 'v4']);
    expect(await best('duration_hours')).toEqual(['v5']);
  });

  test('asks which way is better where nobody has said', async () => {
    const run = await runLastgood(await createScored(), ['best', model, 'zelda_iq']);
    expect(run.code).toBe(2);
    expect(run.error).toContain('Give --highest or --lowest.');
  });

  test('names the nearest metrics where there is none of that name', async () => {
    const run = await runLastgood(await createScored(), ['best', model, 'acuracy']);
    expect(run.code).toBe(1);
    expect(run.error).toContain('accuracy');
  });
});

describe('describe, summary and versions by state', () => {
  test('a model has a description and an owner, and a later word keeps them', async () => {
    const root = createRegistry();
    const words = ['describe', model, '--description', 'the assistant', '--owner', 'anna', '--yes'];
    expect((await runLastgood(root, words)).code).toBe(0);
    await runLastgood(root, ['describe', model, '--tag', 'rag', '--yes']);
    expect((await runLastgood(root, ['show', model, '--json'])).json()).toMatchObject({
      description: 'the assistant',
      owner: 'anna',
      tags: ['rag'],
    });
    expect((await runLastgood(root, [...words, '--json'])).json()).toMatchObject({ outcome: 'unchanged' });
  });

  test('a version has neither', async () => {
    const run = await runLastgood(createRegistry(), ['describe', model, 'v1', '--owner', 'anna', '--yes']);
    expect(run.code).toBe(2);
  });

  test('the summary counts states, tells what is live and adds up what training took', async () => {
    const root = createRegistry();
    await runLastgood(root, ['score', model, 'v1', 'accuracy=0.8', '--yes']);
    await runLastgood(root, ['register', model, '--cost-usd', '2.5', '--yes']);
    await runLastgood(root, ['register', model, '--cost-usd', '0.5', '--duration-hours', '2', '--yes']);
    await runLastgood(root, ['state', model, 'v5', 'deprecated', '--yes']);
    const { models } = (await runLastgood(root, ['summary', '--json'])).json() as never as {
      readonly models: readonly unknown[];
    };
    expect(models).toMatchObject([
      {
        model,
        versionCount: 5,
        states: expect.arrayContaining([
          { state: 'deployed', versionCount: 1 },
          { state: 'deprecated', versionCount: 1 },
        ]),
        newest: { version: 'v5', state: 'deprecated' },
        bestBy: expect.arrayContaining([{ metric: 'accuracy', version: 'v1', value: 0.8 }]),
        training: { versionCount: 2, costUsd: 3, durationHours: 2 },
      },
    ]);
    const text = (await runLastgood(root, ['summary', model])).out;
    expect(text).toContain('2 h, 3 USD, of 2 versions');
  });

  test('versions can be listed by state', async () => {
    const root = createRegistry();
    const deployed = (await runLastgood(root, ['versions', model, '--state', 'deployed', '--json'])).json();
    expect(deployed['versions']).toMatchObject([{ state: 'deployed', aliases: ['latest'] }]);
    expect((await runLastgood(root, ['versions', model, '--state', 'draft'])).out).toBe(
      `No version of ${model} is draft.\n`,
    );
    expect((await runLastgood(root, ['versions', model, '--state', 'live'])).code).toBe(2);
  });
});
