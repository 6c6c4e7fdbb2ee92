import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { passingSummary, type ResultsChange, writeResults } from '../../support/evidence-files.ts';
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

function createResults(change: ResultsChange): string {
  return writeResults(createTemporaryFolder(), change);
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
    expect(run.error).toBe('');
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

const weak = { ...passingSummary, groundedness: 2.9 };

describe('deploy_model', () => {
  async function deploy(root: string, results: string, ...words: readonly string[]) {
    return await runLastgood(root, ['deploy_model', '--results-dir', results, ...words, ...confirmed]);
  }

  test('registers, judges and makes it latest when the evidence passes', async () => {
    const root = createRegistry();
    const output = join(createTemporaryFolder(), 'metadata_last_push.json');
    const run = await deploy(root, createResults({ status: 'PASS' }), '--metadata-output', output);
    expect(run.code, run.error).toBe(0);
    expect(readlinkSync(join(root, 'latest'))).toBe(`${model}_v4`);
    expect(JSON.parse(readFileSync(output, 'utf8'))).toMatchObject({ version: 'v4', previous_version: 'v2' });
    expect(readdirSync(join(root, `${model}_v4`)).sort()).toEqual([
      'bias_report.json',
      'gate.json',
      'metadata.json',
      'smoke_summary.json',
      'summary.json',
    ]);
    const { entries } = (await runLastgood(root, ['history', model, '--json'])).json();
    expect((entries as readonly unknown[]).slice(-3)).toMatchObject([
      { action: 'register' },
      { action: 'gate', facts: [{ kind: 'gated', version: 'v4', verdict: 'PASS', policy: 'rag' }] },
      { action: 'promote', gate: { verdict: 'PASS', overridden: false, bound: { policy: 'rag' } } },
    ]);
  });

  test('needs no status file: the evidence is what counts', async () => {
    const root = createRegistry();
    const run = await deploy(root, createResults({}));
    expect(run.code, run.error).toBe(0);
    expect(run.error).toContain('Quality gate status: unavailable');
  });

  test.each<{ readonly name: string; readonly change: ResultsChange; readonly words: readonly string[] }>([
    { name: 'the file says FAIL', change: { status: 'FAIL' }, words: [] },
    { name: 'the evidence fails', change: { main: weak }, words: [] },
    { name: 'the evidence fails whatever the file says', change: { main: weak, status: 'PASS' }, words: [] },
    {
      name: 'the status given is FAIL whatever the file says',
      change: { status: 'PASS' },
      words: ['--quality-gate-status', 'fail'],
    },
    { name: 'AUTO reads the file', change: { status: 'FAIL' }, words: ['--quality-gate-status', 'AUTO'] },
  ])('refuses with exit 3 and registers nothing when $name', async ({ change, words }) => {
    const root = createRegistry();
    const run = await deploy(root, createResults(change), ...words);
    expect(run.code, run.error).toBe(3);
    expect(run.error).toContain('--allow-gate-fail --reason');
    expect(readdirSync(root)).not.toContain(`${model}_v4`);
  });

  test('--allow-gate-fail needs a reason and stays marked with the real verdict', async () => {
    const root = createRegistry();
    const results = createResults({ main: weak });
    expect((await deploy(root, results, '--allow-gate-fail')).code).toBe(2);
    expect(readdirSync(root)).not.toContain(`${model}_v4`);
    const run = await deploy(root, results, '--allow-gate-fail', '--reason', 'INC-7 hotfix');
    expect(run.code, run.error).toBe(0);
    const history = (await runLastgood(root, ['history', model])).out;
    expect(history).toContain('OVERRIDDEN FAIL');
    expect(history).toContain('INC-7 hotfix');
  });

  test('the word of a status file counts only where it is accepted, and stays marked', async () => {
    const root = createRegistry();
    const change = { smoke: 'absent', status: 'PASS' };
    const refused = await deploy(root, createResults(change));
    expect(refused.code).toBe(3);
    expect(refused.error).toContain('--accept-unbound');
    const run = await deploy(root, createResults(change), '--accept-unbound');
    expect(run.code, run.error).toBe(0);
    expect((await runLastgood(root, ['history', model])).out).toContain('PASS unbound');
  });

  test('no word helps against evidence that is there and does not pass', async () => {
    const root = createRegistry();
    const results = createResults({ main: weak, smoke: 'absent', status: 'PASS' });
    expect((await deploy(root, results, '--accept-unbound')).code).toBe(3);
    expect(readdirSync(root)).not.toContain(`${model}_v4`);
  });

  test('takes weights from LLAMA_MODEL_PATH; a path that is not there is an error (B0.13)', async () => {
    const root = createRegistry();
    const variables = { LLAMA_MODEL_PATH: '/nowhere/m.gguf', RESULTS_DIR: createResults({}) };
    const run = await runLastgood(root, ['deploy_model', ...confirmed], { variables });
    expect(run.code).toBe(2);
    expect(run.error).toContain('There is no file /nowhere/m.gguf.');
  });
});

describe('compute_quality_gate', () => {
  test.each<{
    readonly name: string;
    readonly change: ResultsChange;
    readonly status: string;
    readonly code: number;
  }>([
    { name: 'a pass', change: {}, status: 'PASS', code: 0 },
    { name: 'a fail, as the original', change: { main: weak }, status: 'FAIL', code: 0 },
    { name: 'what is inconclusive', change: { slices: { metrics: {} } }, status: 'FAIL', code: 3 },
    { name: 'what is torn', change: { main: '{"groundedness": 4' }, status: 'FAIL', code: 3 },
    { name: 'what is missing', change: { smoke: 'absent' }, status: 'FAIL', code: 3 },
  ])('$name: $status, exit $code, and no older PASS stays', async ({ change, status, code }) => {
    const results = createResults({ ...change, status: 'PASS' });
    const run = await runLastgood('/no-registry', ['compute_quality_gate', '--results-dir', results]);
    expect(run.code, run.error).toBe(code);
    expect(run.out).toBe(`Quality gate status: ${status}\n`);
    expect(readFileSync(join(results, 'quality_gate.txt'), 'utf8')).toBe(status);
    expect(existsSync(join(results, 'quality_gate.json'))).toBe(true);
  });

  test('takes the folder from RESULTS_DIR', async () => {
    const results = createResults({});
    const variables = { RESULTS_DIR: results };
    const run = await runLastgood('/no-registry', ['compute_quality_gate'], { variables });
    expect(run.code, run.error).toBe(0);
    expect(readFileSync(join(results, 'quality_gate.txt'), 'utf8')).toBe('PASS');
  });

  test('a folder that is not there gets no files', async () => {
    const results = createResults({});
    rmSync(results, { recursive: true });
    const run = await runLastgood('/no-registry', ['compute_quality_gate', '--results-dir', results]);
    expect(run.code).toBe(1);
    expect(existsSync(results)).toBe(false);
  });
});
