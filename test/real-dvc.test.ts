import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findServedOutput } from '../src/adapters/dvc/choose-output.ts';
import { parseLock } from '../src/adapters/dvc/parse-lock.ts';
import { parseParams } from '../src/adapters/dvc/parse-params.ts';
import { parsePipeline } from '../src/adapters/dvc/parse-pipeline.ts';
import { parsePointer } from '../src/adapters/dvc/parse-pointer.ts';
import { createTreeReader } from '../src/adapters/dvc/read-tree.ts';
import { parseMetrics } from '../src/adapters/dvc/run-metrics.ts';
import { createNodeFileSystem } from '../src/adapters/files/node-file-system.ts';
import { findRegistry } from '../src/adapters/settings/find-registry.ts';
import { openDvcTree } from './support/dvc/dvc-tree.ts';

/** A working tree of S4's authors, without its models: beside the checkout where it is, never inside it. */
const root = resolve(import.meta.dirname, '../../shared/data/genomic-qa');
const hasData = existsSync(root);
if (!hasData)
  process.stderr.write(
    'NOT HERE: ../shared/data. This run does not prove that a real tree of DVC is read.\n',
  );

const read = (file: string): Uint8Array => readFileSync(join(root, file));
const history = hasData ? globSync('history/**/*.*', { cwd: root }).sort() : [];

/** States of files that were kept beside it, by how their names begin. */
const listStates = (...names: readonly string[]): readonly string[] =>
  history.filter(file => names.some(name => basename(file).startsWith(`${name}.20`)));

const pointers = history.filter(file => /\.dvc\.20[^/]*$/.test(file));

describe.skipIf(!hasData)('the real tree of S4', () => {
  it('is found by its folder, by its kind and from below', async () => {
    const sources = {
      cache: undefined,
      variables: {},
      settings: { registries: [], defaultRegistry: undefined },
    };
    const find = (flag: string) =>
      findRegistry(
        { ...sources, flag, settings: { ...sources.settings, transport: 'sdk' } },
        { workingFolder: root, homeFolder: '/nowhere' },
      );
    const place = { name: 'genomic-qa', kind: 'dvc', path: root };
    for (const flag of ['.', 'dvc:.', 'dvc:metrics/qwen', 'models/hf/stable'])
      expect(await find(flag)).toEqual(place);
  });

  it('opens as it is: one family, its runs, and a stable model that no run of it has', async () => {
    const { models, strangers, adoption } = await openDvcTree(root).reader.loadIndex();
    expect(strangers).toEqual([]);
    expect(adoption).toBe('never-written');
    expect(models.map(({ model, described }) => [model, described?.notes])).toEqual([
      ['qwen', 'stable image lovefadia/llm-dev:qwen-q4_k_m_v1'],
    ]);
    expect(models[0]?.versions.map(({ version, whole }) => `${version} ${whole}`)).toEqual([
      'md5-caf98619 complete',
      'run-000 complete',
      'run-001 complete',
    ]);
    expect(models[0]?.pointers).toEqual([
      {
        ...{ alias: 'candidate', target: 'dvc.lock', scope: 'own' },
        reading: { state: 'names', version: 'run-000' },
      },
      {
        ...{ alias: 'stable', target: 'models/hf/stable/qwen.dvc', scope: 'own' },
        reading: { state: 'names', version: 'md5-caf98619' },
      },
    ]);
  });

  it('says of each run what it is served by', async () => {
    const { families } = await createTreeReader(createNodeFileSystem(), root)();
    const served = [...(families.get('qwen')?.runs.values() ?? [])].map(run => {
      const found = findServedOutput(run);
      return [run.run, found?.part, found?.output.md5, found?.output.sizeBytes, found?.output.path];
    });
    expect(served).toEqual([
      [
        'md5-caf98619',
        'stable',
        'caf98619db8840b79b75d9c5fc10ffe7.dir',
        16397435384,
        'models/hf/stable/qwen',
      ],
      [
        ...['run-000', 'merged', '8909d28602353d1d86b07c4b7524cfc5.dir', 16397433311],
        'models/hf/candidates/qwen/run-000_merged',
      ],
      ['run-001', 'wip', '456211b2f5501abcd85c36f9dc16e717.dir', 6407777478, 'models/hf/wip/qwen/run-001'],
    ]);
  });

  it('has the numbers, the parameters and the origin of the run that params.yaml is of', async () => {
    const [run, other] = await openDvcTree(root).reader.loadVersions(
      'qwen',
      ['run-000', 'run-001'],
      'everything',
    );
    const record = run?.whole === 'complete' ? run.record : undefined;
    expect(record).toMatchObject({
      createdAt: '2025-07-30T16:23:18.000Z',
      metrics: {
        loss: 0.9498990672826767,
        perplexity: 2.585448741912842,
        examples: 200,
        seconds: 13.80849814414978,
      },
      configuration: { 'lora.r': '16', 'training.lr': '0.0001', 'ci.quant_mode': '"q4_k_m"' },
      training: { samples: 4500, epochs: 10, batchSize: 4, learningRate: 0.0001, maxSequenceLength: 256 },
      lineage: { dataSources: ['data/raw/genomic_qa_dataset_5000.json@90dbb176'], gitCommit: undefined },
      oddities: [],
    });
    expect(record?.training?.baseModel).toContain('Downloads');
    expect(record?.artifacts.map(({ name, role }) => `${role} ${name}`)).toEqual([
      'weights models/hf/candidates/qwen/run-000_merged',
      'weights models/hf/wip/qwen/run-000',
      'weights models/gguf/qwen/run-000_q4_k_m.gguf',
      'weights models/gguf/qwen/run-000_full.gguf',
      'evidence metrics/qwen/run-000.json',
    ]);
    expect(record?.particulars.map(([label]) => label)).toEqual([
      ...['WIP', 'merged', 'evaluated'],
      ...['stage quant', 'stage merge', 'stage gguf', 'stage modelfile', 'stage eval_ci', 'stage docker'],
    ]);
    expect(other?.whole === 'complete' && [other.record.metrics, other.record.training]).toEqual([
      {},
      undefined,
    ]);
  });

  it('is not here to be verified: what its pointers name is on another machine', async () => {
    const { checks } = await openDvcTree(root).reader.verifyVersion('qwen', 'run-000');
    expect(checks.map(({ outcome }) => outcome)).toEqual(['elsewhere', 'elsewhere']);
  });

  it.each(pointers)('%s names one output', file => {
    const reading = parsePointer(read(file), file.replace(/\.20[^/]*$/, ''));
    expect(reading).toMatchObject({ ok: true, value: { output: { hash: 'md5' }, note: undefined } });
  });

  it.each(listStates('dvc.lock'))('%s has its stages with their digests', file => {
    const reading = parseLock(read(file));
    expect(reading.ok && reading.value.oddities).toEqual([]);
    expect(reading.ok && reading.value.stages.map(({ name }) => name)).toContain('merge');
    expect(reading.ok && reading.value.stages.flatMap(({ outs }) => outs).length).toBeGreaterThan(1);
  });

  it.each(listStates('dvc.yaml'))('%s has its stages, whatever it says of their outputs', file => {
    const reading = parsePipeline(read(file), { family: 'qwen', run_name: 'run-000' });
    expect(reading).toMatchObject({ ok: true });
    expect(reading.ok && reading.value.length).toBeGreaterThan(0);
  });

  it.each(listStates('params.yaml'))('%s says its run', file => {
    const reading = parseParams(read(file));
    expect(reading.ok && reading.value.run).toMatch(/^run-\d{3}$/);
    expect(reading.ok && reading.value.training.baseModel).toMatch(/qwen/i);
  });

  it('has a file of numbers with a null, which is said and left out', () => {
    const oddities = listStates('eval_metrics.json', 'eval_local.json').map(file => {
      const { metrics, oddities } = parseMetrics(read(file), basename(file).replace(/\.20.*$/, ''));
      return [Number.isFinite(metrics['loss']), ...oddities];
    });
    expect(oddities).toEqual([[true], [true], [false, 'loss is null in eval_local.json']]);
  });
});
