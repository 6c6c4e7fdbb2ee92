import { expect, test } from 'vitest';
import { createAfsCatalog, modelOf } from '../support/afs-catalog.ts';

const full = {
  version: 'v1',
  deployed: true,
  training: { base_model: 'Qwen2.5-Coder-7B', samples: 223 },
  scores: { accuracy: 0.85, f1_score: 0.82 },
};

const readings = [
  ['list'],
  ['info', 'majora'],
  ['versions', 'majora'],
  ['compare', 'majora', 'v1', 'v2'],
  ['tree', 'majora'],
  ['lineage', 'majora'],
] as const;

/** Reading took status, training and scores out of what it had read: the second reading showed a draft, and saving wrote the loss. */
test('B2.1: every reading says the same twice and leaves the file as it is', async () => {
  const catalog = createAfsCatalog([modelOf('majora', full, 'v2')]);
  const before = catalog.readText();
  for (const words of readings) {
    const [first, second] = [await catalog.afs(...words), await catalog.afs(...words)];
    expect([first.code, second.out], words.join(' ')).toEqual([0, first.out]);
  }
  expect(catalog.readText()).toBe(before);
});

test('B2.1: a write after readings keeps status, training and scores of every version', async () => {
  const catalog = createAfsCatalog([modelOf('majora', full, 'v2')]);
  const before = catalog.readVersion('majora', 'v1');
  for (const words of readings) await catalog.afs(...words);
  expect((await catalog.afs('score', 'majora', 'v2', '--accuracy', '0.9', '--yes')).code).toBe(0);
  expect(catalog.readVersion('majora', 'v1')).toEqual(before);
  expect(catalog.readVersion('majora', 'v2')).toMatchObject({
    status: 'draft',
    training: { framework: 'unsloth' },
    evaluation_scores: { accuracy: 0.9 },
  });
});

test('B2.1: a file that S2 has damaged like that is read, the loss is said, and nothing is made up', async () => {
  const fields = { status: undefined, training: undefined, evaluation_scores: undefined };
  const catalog = createAfsCatalog([modelOf('majora', { ...full, fields }, { version: 'v2', fields })]);
  const { versions } = (await catalog.afs('versions', 'majora', '--json')).json();
  expect(versions).toMatchObject([
    { state: 'deployed', metrics: {}, oddities: [expect.stringContaining('another program dropped')] },
    { state: 'completed', metrics: {} },
  ]);
  expect((await catalog.afs('info', 'majora')).out).not.toContain('Training:');
});
