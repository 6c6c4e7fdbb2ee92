import { mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildS0Registry, rolledBackOnce } from '../../support/s0-registry.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import { runLastgood } from './command-line.ts';

const model = 'frontshift-rag';
const confirmed = ['--yes', '--confirm', `${model}@latest`];

function createRegistry(): string {
  const root = createTemporaryFolder();
  buildS0Registry(root, rolledBackOnce);
  return root;
}

/** An evaluation's results as S0 lays them out, and a file of weights. */
function createResults(): { readonly results: string; readonly weights: string; readonly config: string } {
  const results = createTemporaryFolder();
  mkdirSync(join(results, 'core_eval_main'));
  mkdirSync(join(results, 'core_eval_slices'));
  writeFileSync(join(results, 'core_eval_main/summary.json'), '{"groundedness": 4.2, "latency_total": 2.5}');
  writeFileSync(join(results, 'core_eval_slices/bias_report.json'), '{"slice_fields": [], "metrics": {}}');
  const weights = join(results, 'tiny.gguf');
  writeFileSync(weights, 'GGUF weights');
  const config = join(results, 'rag.yaml');
  writeFileSync(config, 'judge: {model: x}\npipeline:\n  retriever: {name: vector, top_k: 7}\n');
  return { results, weights, config };
}

function readMetadata(root: string, version: string) {
  return JSON.parse(readFileSync(join(root, `${model}_${version}`, 'metadata.json'), 'utf8'));
}

describe('register', () => {
  test('adds the next version with weights, evidence of the results and the pipeline section', async () => {
    const root = createRegistry();
    const { results, weights, config } = createResults();
    const argv = [
      'register',
      model,
      '--model-path',
      weights,
      '--results',
      results,
      '--pipeline-config',
      config,
    ];
    const run = await runLastgood(root, [...argv, '--notes', 'better', '--tag', 'a', '--tag', 'b', '--yes']);
    expect(run.code, run.error).toBe(0);
    expect(readdirSync(join(root, `${model}_v4`)).sort()).toEqual([
      'bias_report.json',
      'metadata.json',
      'pipeline_config.json',
      'summary.json',
    ]);
    expect(readMetadata(root, 'v4')).toMatchObject({
      version: 'v4',
      model_reference: { path: weights },
      pipeline_config: { retriever: { name: 'vector', top_k: 7 } },
      evaluation: { groundedness: 4.2, latency_avg_ms: 2500 },
      previous_version: 'v2',
    });
    const shown = await runLastgood(root, ['show', model, 'v4', '--json']);
    expect(shown.json()).toMatchObject({ notes: 'better', tags: ['a', 'b'] });
    expect((await runLastgood(root, ['verify', model, 'v4', '--json'])).json()).toMatchObject({
      outcome: 'verified',
    });
  });

  test('finds the files directly in the results folder too', async () => {
    const root = createRegistry();
    const results = createTemporaryFolder();
    writeFileSync(join(results, 'summary.json'), '{"groundedness": 4}');
    const run = await runLastgood(root, ['register', model, '--results', results, '--yes']);
    expect(run.code, run.error).toBe(0);
    expect(run.error).toContain('no bias_report.json');
    expect(readMetadata(root, 'v4').artifacts).toMatchObject({
      eval_summary: 'summary.json',
      bias_report: null,
    });
  });

  test('a weights file that is not there is an error and nothing is registered (B0.13)', async () => {
    const root = createRegistry();
    const run = await runLastgood(root, ['register', model, '--model-path', '/nowhere/m.gguf', '--yes']);
    expect(run.code).toBe(2);
    expect(run.error).toContain('There is no file /nowhere/m.gguf.');
    expect(readdirSync(root)).not.toContain(`${model}_v4`);
  });

  test('a URI is recorded as it is, without a digest', async () => {
    const root = createRegistry();
    const run = await runLastgood(root, ['register', model, '--model-path', 's3://bucket/m.gguf', '--yes']);
    expect(run.code, run.error).toBe(0);
    expect(readMetadata(root, 'v4').model_reference).toEqual({ path: 's3://bucket/m.gguf', sha256: null });
  });

  test.each([
    ['--summary-path', '/nowhere/summary.json'],
    ['--bias-report-path', '/nowhere/bias.json'],
    ['--evidence', '/nowhere/e.json'],
    ['--pipeline-config', '/nowhere/c.yaml'],
    ['--results', '/nowhere'],
  ])('%s that is not there is an error (B0.13)', async (option, path) => {
    const root = createRegistry();
    const run = await runLastgood(root, ['register', model, option, path, '--yes']);
    expect(run.code).toBe(2);
    expect(readdirSync(root)).not.toContain(`${model}_v4`);
  });

  test('--to promotes right after, confirmed like a promotion', async () => {
    const root = createRegistry();
    const { weights } = createResults();
    const argv = ['register', model, '--model-path', weights, '--to', 'latest'];
    const refused = await runLastgood(root, [...argv, '--yes']);
    expect(refused.code).toBe(2);
    expect(readdirSync(root)).not.toContain(`${model}_v4`);
    const run = await runLastgood(root, [...argv, ...confirmed]);
    expect(run.code, run.error).toBe(0);
    expect(readlinkSync(join(root, 'latest'))).toBe(`${model}_v4`);
  });

  test('--to on a held model registers nothing', async () => {
    const root = createRegistry();
    await runLastgood(root, ['hold', model, '--reason', 'freeze', '--yes']);
    const run = await runLastgood(root, ['register', model, '--to', 'latest', ...confirmed]);
    expect(run.code).toBe(5);
    expect(readdirSync(root)).not.toContain(`${model}_v4`);
  });

  test('begins a model in an empty folder', async () => {
    const root = createTemporaryFolder();
    const run = await runLastgood(root, ['register', 'fresh', '--yes', '--json']);
    expect(run.code, run.error).toBe(0);
    expect(run.json()).toMatchObject({
      registration: { version: 'v1', outcome: 'applied' },
      promotion: null,
    });
  });

  test('a dry run names the files and adds nothing', async () => {
    const root = createRegistry();
    const { results } = createResults();
    const run = await runLastgood(root, [
      'register',
      model,
      '--results',
      results,
      '--to',
      'latest',
      '--dry-run',
    ]);
    expect(run.code).toBe(0);
    expect(run.out).toContain('then promote it to latest');
    expect(readdirSync(root)).not.toContain('.lastgood');
  });
});
