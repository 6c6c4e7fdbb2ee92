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

function createResults(gate: string | undefined): string {
  const results = createTemporaryFolder();
  for (const folder of ['core_eval_main', 'core_eval_slices']) mkdirSync(join(results, folder));
  writeFileSync(join(results, 'core_eval_main/summary.json'), '{"groundedness": 4.2}');
  writeFileSync(join(results, 'core_eval_slices/bias_report.json'), '{"metrics": {}}');
  if (gate !== undefined) writeFileSync(join(results, 'quality_gate.txt'), gate);
  return results;
}

describe('rollback_model', () => {
  test('--list-versions prints names that every other option takes (B0.1)', async () => {
    const root = createRegistry();
    const run = await runLastgood(root, ['rollback_model', '--list-versions']);
    expect(run.out).toBe('v1\nv2\nv3\n');
    for (const version of run.out.trim().split('\n')) {
      expect((await runLastgood(root, ['rollback_model', '--describe-version', version])).code).toBe(0);
      const target = ['rollback_model', '--resolve-target', '--target-version', version];
      expect((await runLastgood(root, target)).out).toBe(`${version}\n`);
    }
  });

  test('--resolve-target prints the version and nothing else on stdout (B0.16)', async () => {
    const root = createRegistry();
    const argv = ['rollback_model', '--resolve-target', '--previous', '--registry-dir', root];
    const run = await runLastgood('/not-used', [...argv, '--registry-cache-dir', '/tmp']);
    expect(run.out).toBe('v1\n');
    expect(run.error).toContain('--registry-cache-dir is not used');
    expect(
      (await runLastgood(root, ['rollback_model', '--resolve-target', '--target-version', '3'])).out,
    ).toBe('v3\n');
  });

  test('rolls back by number, with reason and confirmation, and writes the copies asked for', async () => {
    const root = createRegistry();
    const copies = createTemporaryFolder();
    const log = join(copies, 'log.json');
    const metadata = join(copies, 'metadata.json');
    const argv = ['rollback_model', '--target-version', '1', '--reason', 'INC-42', '--log-output', log];
    const run = await runLastgood(root, [...argv, '--metadata-output', metadata, ...confirmed]);
    expect(run.code, run.error).toBe(0);
    expect(readlinkSync(join(root, 'latest'))).toBe(`${model}_v1`);
    expect(JSON.parse(readFileSync(metadata, 'utf8'))).toMatchObject({ version: 'v1' });
    const written = readdirSync(join(root, 'rollback_logs')).find(name => name.length > 40) ?? '';
    const recorded = JSON.parse(readFileSync(join(root, 'rollback_logs', written), 'utf8'));
    expect(JSON.parse(readFileSync(log, 'utf8'))).toEqual(recorded);
  });

  test('lists before it describes, resolves or executes', async () => {
    const root = createRegistry();
    const all = ['--list-versions', '--describe-version', 'v1', '--resolve-target', '--previous'];
    expect((await runLastgood(root, ['rollback_model', ...all])).out).toBe('v1\nv2\nv3\n');
    const described = await runLastgood(root, ['rollback_model', ...all.slice(1)]);
    expect(JSON.parse(described.out)).toMatchObject({ version: 'v1', model_reference: { path: null } });
  });

  test('--previous wins over --target-version, and says so', async () => {
    const argv = ['rollback_model', '--resolve-target', '--previous', '--target-version', 'v3'];
    const run = await runLastgood(createRegistry(), argv);
    expect(run.out).toBe('v1\n');
    expect(run.error).toContain('--previous wins');
  });

  test.each([
    { name: 'no target', words: [], code: 2 },
    { name: 'no reason', words: ['--target-version', 'v1'], code: 2 },
    { name: 'an unknown version', words: ['--target-version', 'v9', '--reason', 'x'], code: 1 },
  ])('$name exits $code', async ({ words, code }) => {
    const run = await runLastgood(createRegistry(), ['rollback_model', ...words, ...confirmed]);
    expect(run.code, run.error).toBe(code);
  });

  test('takes model and registry from the variables of the original', async () => {
    const root = createTemporaryFolder();
    buildS0Registry(root, { ...rolledBackOnce, model: 'other' });
    const variables = { MODEL_NAME: 'other', MODEL_REGISTRY_DIR: root };
    const run = await runLastgood('/not-used', ['rollback_model', '--list-versions'], { variables });
    expect(run.out).toBe('v1\nv2\nv3\n');
  });
});

describe('deploy_model', () => {
  async function deploy(root: string, results: string, ...words: readonly string[]) {
    return await runLastgood(root, ['deploy_model', '--results-dir', results, ...words, ...confirmed]);
  }

  test('registers and makes it latest when the gate file says PASS', async () => {
    const root = createRegistry();
    const output = join(createTemporaryFolder(), 'metadata_last_push.json');
    const run = await deploy(root, createResults('PASS'), '--metadata-output', output);
    expect(run.code, run.error).toBe(0);
    expect(readlinkSync(join(root, 'latest'))).toBe(`${model}_v4`);
    expect(JSON.parse(readFileSync(output, 'utf8'))).toMatchObject({ version: 'v4', previous_version: 'v2' });
  });

  test.each([
    { name: 'the file says FAIL', gate: 'FAIL', words: [] },
    { name: 'there is no status', gate: undefined, words: [] },
    {
      name: 'the status given is FAIL whatever the file says',
      gate: 'PASS',
      words: ['--quality-gate-status', 'fail'],
    },
    { name: 'AUTO reads the file', gate: 'FAIL', words: ['--quality-gate-status', 'AUTO'] },
  ])('refuses with exit 3 and registers nothing when $name', async ({ gate, words }) => {
    const root = createRegistry();
    const run = await deploy(root, createResults(gate), ...words);
    expect(run.code).toBe(3);
    expect(readdirSync(root)).not.toContain(`${model}_v4`);
  });

  test('--allow-gate-fail needs a reason and stays marked', async () => {
    const root = createRegistry();
    const results = createResults('FAIL');
    expect((await deploy(root, results, '--allow-gate-fail')).code).toBe(2);
    expect(readdirSync(root)).not.toContain(`${model}_v4`);
    const run = await deploy(root, results, '--allow-gate-fail', '--reason', 'INC-7 hotfix');
    expect(run.code, run.error).toBe(0);
    const history = (await runLastgood(root, ['history', model])).out;
    expect(history).toContain('promote, gate overridden');
    expect(history).toContain('INC-7 hotfix');
  });

  test('takes weights from LLAMA_MODEL_PATH; a path that is not there is an error (B0.13)', async () => {
    const root = createRegistry();
    const variables = { LLAMA_MODEL_PATH: '/nowhere/m.gguf', RESULTS_DIR: createResults('PASS') };
    const run = await runLastgood(root, ['deploy_model', ...confirmed], { variables });
    expect(run.code).toBe(2);
    expect(run.error).toContain('There is no file /nowhere/m.gguf.');
  });
});
