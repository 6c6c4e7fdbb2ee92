import { expect, test } from 'vitest';
import { documentedLineage, documentedRegistry, formatS2, writeS2File } from '../support/catalog-files.ts';
import { createS2Machine, type S2Machine } from '../support/s2-machine.ts';

/** Every test here runs many verbs, each a process with the services. */
const timeoutMs = 120_000;
const said = ['--yes', '--reason', 'as documented'] as const;

/** Runs a command that has to work. */
async function carryOut(machine: S2Machine, ...words: readonly string[]): Promise<string> {
  const { code, out, error } = await machine.lastgood(...words);
  expect(code, `${words.join(' ')}: ${error}`).toBe(0);
  return out;
}

/** The document's Quick Start: v1, then v2 made from it, with everything that it says of them. */
async function quickStart(machine: S2Machine): Promise<void> {
  await carryOut(
    machine,
    ...['afs', 'add', 'majora', '--base-model', 'Qwen2.5-Coder-7B', '--framework', 'unsloth'],
    ...['--samples', '223', '--epochs', '3', '--batch-size', '4', '--learning-rate', '2e-4'],
    ...['--data', 'oracle', '--data', 'toolbench', '--lora-path', '/path/to/majora-v1-lora'],
    ...['--gguf-path', '/path/to/majora-v1-Q8_0.gguf', '--accuracy', '0.85', '--f1-score', '0.82'],
    ...['--speed', '120', '--duration-hours', '3.0', '--cost-usd', '0.80', '--hardware', 'M2 Max'],
    ...['--notes', 'Initial training', '--git-commit', 'abc123def456', ...said],
  );
  await carryOut(
    machine,
    ...['afs', 'add', 'majora', 'v2', '--base-model', 'majora:v1', '--parent', 'v1', '--cost-usd', '1.5'],
    ...['--data', 'oracle', '--data', 'toolbench', '--data', 'additional-data', '--accuracy', '0.87'],
    ...['--f1-score', '0.84', '--git-commit', 'def456ghi789', ...said],
  );
}

test(
  'Quick Start, on a machine that has nothing',
  async () => {
    const machine = createS2Machine();
    expect(await carryOut(machine, 'afs', 'registry', 'list')).toBe('No models registered\n');
    await quickStart(machine);
    const { models } = JSON.parse(machine.readFile('registry.json'));
    expect(models.majora.versions.v1).toMatchObject({
      ...{ model_name: 'majora', version: 'v1', status: 'draft', deployed: false, notes: 'Initial training' },
      ...{ lora_path: '/path/to/majora-v1-lora', gguf_path: '/path/to/majora-v1-Q8_0.gguf' },
      training: {
        ...{ framework: 'unsloth', base_model: 'Qwen2.5-Coder-7B', samples: 223, epochs: 3, batch_size: 4 },
        ...{ learning_rate: 0.0002, duration_hours: 3, cost_usd: 0.8, hardware: 'M2 Max' },
      },
      evaluation_scores: { accuracy: 0.85, f1_score: 0.82, inference_speed_tokens_per_sec: 120 },
      ...{ training_data_sources: ['oracle', 'toolbench'], git_commit: 'abc123def456', parent_version: null },
    });
    expect(await carryOut(machine, 'afs', 'info', 'majora')).toContain('Latest Version: v2\n');
    expect(await machine.ask('show', 'majora', 'v1')).toMatchObject({
      version: 'v1',
      metrics: { accuracy: 0.85 },
    });
    expect((await machine.ask('afs', 'versions', 'majora'))['versions']).toMatchObject([
      { version: 'v1', state: 'draft' },
      { version: 'v2', state: 'draft' },
    ]);

    const compared = await carryOut(machine, 'afs', 'compare', 'majora', 'v1', 'v2');
    expect(compared).toContain('\naccuracy:\n  v1: 0.85\n  v2: 0.87\n');
    expect(compared).toContain('\nf1_score:\n  v1: 0.82\n  v2: 0.84\n');

    await carryOut(machine, 'afs', 'deploy', 'majora', 'v1', ...said);
    await carryOut(machine, 'afs', 'rollback', 'majora', 'v2', ...said);
    const after = JSON.parse(machine.readFile('registry.json')).models.majora.versions;
    expect(after.v1).toMatchObject({ status: 'deprecated', deployed: false });
    expect(after.v2).toMatchObject({ status: 'deployed', deployed: true });
    expect(after.v2.deployed_at).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+\+00:00$/);
    expect(await carryOut(machine, 'afs', 'info', 'majora')).toContain(
      'Deployed: True\nDeployed Version: v2\n',
    );
  },
  timeoutMs,
);

test(
  'scores, custom metrics, the metadata of a model and lineage',
  async () => {
    const machine = createS2Machine();
    await quickStart(machine);
    await carryOut(
      machine,
      'afs',
      'add',
      'majora',
      '--base-model',
      'majora:v2',
      '--parent',
      'v2',
      '--data',
      'v3-data',
      ...said,
    );
    const scores = ['--accuracy', '0.86', '--f1-score', '0.83', '--perplexity', '2.15', '--speed', '125'];
    await carryOut(machine, 'afs', 'score', 'majora', 'v1', ...scores, ...said);
    await carryOut(
      machine,
      'afs',
      'score',
      'majora',
      'v1',
      'custom_metric_1=0.95',
      'custom_metric_2=0.92',
      ...said,
    );
    const about = ['--description', 'Code generation model for Python', '--owner', 'scawful'];
    const tags = ['--tag', 'production', '--tag', 'coder', '--tag', 'qwen'];
    await carryOut(
      machine,
      'describe',
      'majora',
      ...about,
      ...tags,
      '--notes',
      'Primary model, stable performance',
      '--yes',
    );
    const { metadata, versions } = JSON.parse(machine.readFile('registry.json')).models.majora;
    expect(metadata).toMatchObject({
      ...{ description: 'Code generation model for Python', owner: 'scawful' },
      ...{ tags: ['production', 'coder', 'qwen'], notes: 'Primary model, stable performance' },
    });
    expect(versions.v1.evaluation_scores).toMatchObject({
      ...{ accuracy: 0.86, f1_score: 0.83, perplexity: 2.15, inference_speed_tokens_per_sec: 125 },
      custom_metrics: { custom_metric_1: 0.95, custom_metric_2: 0.92 },
    });

    expect(await carryOut(machine, 'afs', 'tree', 'majora')).toBe(
      ['majora version tree:', '└── v1', '    └── v2', '        └── v3', ''].join('\n'),
    );
    const lineage = await machine.ask('lineage', 'majora', 'v3');
    expect(lineage['ancestors']).toMatchObject([{ version: 'v2' }, { version: 'v1' }]);
    expect(lineage['data']).toMatchObject([
      { version: 'v3', dataSources: ['v3-data'] },
      { version: 'v2', dataSources: ['oracle', 'toolbench', 'additional-data'] },
      { version: 'v1', dataSources: ['oracle', 'toolbench'] },
    ]);
    expect(JSON.parse(machine.readFile('lineage.json')).lineages.majora.versions).toMatchObject({
      v1: { parent_version: null, training_data: ['oracle', 'toolbench'], git_commit: 'abc123def456' },
      v2: { parent_version: 'v1', base_model: 'majora:v1' },
      v3: { parent_version: 'v2', training_data: ['v3-data'] },
    });
  },
  timeoutMs,
);

test(
  'batch operations and reports',
  async () => {
    const machine = createS2Machine();
    await quickStart(machine);
    await carryOut(machine, 'afs', 'deploy', 'majora', 'v2', ...said);
    const named = (document: Readonly<Record<string, unknown>>) =>
      (document['versions'] as readonly { readonly version: string }[]).map(({ version }) => version);
    expect(named(await machine.ask('versions', 'majora', '--state', 'deployed'))).toEqual(['v2']);
    expect(named(await machine.ask('best', 'majora', 'accuracy'))).toEqual(['v2', 'v1']);
    expect(named(await machine.ask('best', 'majora', 'cost_usd'))).toEqual(['v1', 'v2']);
    expect((await machine.ask('summary'))['models']).toMatchObject([
      { model: 'majora', versionCount: 2, training: { costUsd: 2.3, durationHours: 3 } },
    ]);
    expect(await carryOut(machine, 'summary', 'majora')).toContain('majora: 2 versions');
  },
  timeoutMs,
);

test(
  'its list of commands, one after the other',
  async () => {
    const machine = createS2Machine();
    const add = [
      ...['add', 'majora', 'v1', '--base-model', 'Qwen2.5-Coder-7B', '--samples', '223', '--epochs', '3'],
      ...['--batch-size', '4', '--learning-rate', '0.0002', '--framework', 'unsloth', '--lora-path'],
      ...['/path/to/lora', '--gguf-path', '/path/to/gguf', '--accuracy', '0.85', '--f1-score', '0.82'],
    ];
    const commands = [
      [...add, ...said],
      ['add', 'majora', 'v2', '--base-model', 'majora:v1', ...said],
      ['list'],
      ['info', 'majora'],
      ['versions', 'majora'],
      ['compare', 'majora', 'v1', 'v2'],
      ['score', 'majora', 'v1', '--accuracy', '0.86', '--f1-score', '0.83', '--speed', '120', ...said],
      ['deploy', 'majora', 'v1', ...said],
      ['deploy', 'majora', 'v2', ...said],
      ['rollback', 'majora', 'v1', ...said],
      ['tree', 'majora'],
      ['lineage', 'majora'],
    ];
    for (const command of commands) expect(await carryOut(machine, 'afs', ...command)).not.toBe('');
    expect(await carryOut(machine, 'afs', 'list')).toContain(
      '  ● v1       (deployed  ) acc=0.860\n  ○ v2       (deprecated)\n',
    );
  },
  timeoutMs,
);

test(
  'a version goes through the states it names',
  async () => {
    const machine = createS2Machine();
    await quickStart(machine);
    const stateOf = async () => (await machine.ask('show', 'majora', 'v1'))['state'];
    expect(await stateOf()).toBe('draft');
    for (const state of ['training', 'completed']) {
      await carryOut(machine, 'state', 'majora', 'v1', state, '--yes');
      expect(await stateOf()).toBe(state);
    }
    await carryOut(machine, 'afs', 'deploy', 'majora', 'v1', ...said);
    expect(await stateOf()).toBe('deployed');
    await carryOut(machine, 'afs', 'deploy', 'majora', 'v2', ...said);
    expect(await stateOf()).toBe('deprecated');
    await carryOut(machine, 'state', 'majora', 'v1', 'archived', '--yes');
    expect(await stateOf()).toBe('archived');
    expect(JSON.parse(machine.readFile('registry.json')).models.majora.versions.v1.status).toBe('archived');
    expect((await machine.lastgood('afs', 'deploy', 'majora', 'v1', ...said)).code).toBe(1);
  },
  timeoutMs,
);

test(
  'its example files come back as they were, but for what was changed',
  async () => {
    const machine = createS2Machine();
    // As the document writes the number: JavaScript would make 0.8 of it.
    const registry = formatS2(documentedRegistry).replace('"cost_usd": 0.8,', '"cost_usd": 0.80,');
    writeS2File(machine.training, 'registry.json', registry);
    writeS2File(machine.training, 'lineage.json', documentedLineage);
    await carryOut(machine, 'afs', 'score', 'majora', 'v1', 'custom_metric_1=0.95', ...said);
    const withScore = registry.replace(
      '"custom_metrics": {}',
      '"custom_metrics": {\n              "custom_metric_1": 0.95\n            }',
    );
    expect(withoutTime(machine.readFile('registry.json'))).toBe(withoutTime(withScore));
    expect(machine.readFile('lineage.json')).toBe(formatS2(documentedLineage));

    await carryOut(
      machine,
      'afs',
      'add',
      'majora',
      'v3',
      '--base-model',
      'majora:v2',
      '--parent',
      'v2',
      ...said,
    );
    const { lineages } = JSON.parse(machine.readFile('lineage.json'));
    const { v3, ...others } = lineages.majora.versions;
    expect(documentedLineage).toMatchObject({ lineages: { majora: { versions: others } } });
    expect(v3).toMatchObject({ parent_version: 'v2', base_model: 'majora:v2', training_data: [] });
    const { v1 } = JSON.parse(machine.readFile('registry.json')).models.majora.versions;
    expect(v1).toEqual(JSON.parse(withScore).models.majora.versions.v1);
  },
  timeoutMs,
);

function withoutTime(text: string): string {
  return text.replace(/"updated_at": "[^"]*"/, '"updated_at": ""');
}
