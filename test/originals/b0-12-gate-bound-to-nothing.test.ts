import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bindPolicy, passingSummary } from '../support/evidence-files.ts';
import { confirmedMove, createGatedRegistry, createResults, gatedModel } from '../support/gated-registry.ts';

const weak = { ...passingSummary, groundedness: 1 };
const promote = ['promote', gatedModel, 'v1', ...confirmedMove] as const;

describe('B0.12: the gate of the original was a word in a file, bound to nothing', () => {
  test('an old PASS deploys nothing', async () => {
    const { root, run } = createGatedRegistry();
    const results = createResults();
    expect((await run('compute_quality_gate', '--results-dir', results)).code).toBe(0);
    writeFileSync(join(results, 'core_eval_main/summary.json'), JSON.stringify(weak));
    const deployed = await run('deploy_model', '--results-dir', results, ...confirmedMove);
    expect(deployed.code).toBe(3);
    expect(deployed.error).toContain('main.groundedness');
    expect(readdirSync(root)).not.toContain(`${gatedModel}_v4`);
  });

  test('--quality-gate-status pass goes round nothing', async () => {
    const { root, run } = createGatedRegistry();
    const results = createResults({ main: weak });
    const argv = ['deploy_model', '--results-dir', results, '--quality-gate-status', 'pass'];
    expect((await run(...argv, ...confirmedMove)).code).toBe(3);
    expect(readdirSync(root)).not.toContain(`${gatedModel}_v4`);
  });

  test('the summary that is judged is the one that is registered', async () => {
    const { root, run } = createGatedRegistry();
    const other = createResults({ main: weak });
    const argv = ['deploy_model', '--results-dir', createResults(), ...confirmedMove];
    const named = [...argv, '--summary-path', join(other, 'core_eval_main/summary.json')];
    expect((await run(...named)).code).toBe(3);
    expect(readdirSync(root)).not.toContain(`${gatedModel}_v4`);
  });

  test('the gate and the deployment honour RESULTS_DIR alike', async () => {
    const { root, runWith } = createGatedRegistry();
    const results = createResults();
    const options = { policies: bindPolicy('rag'), variables: { RESULTS_DIR: results } };
    expect((await runWith(options, 'compute_quality_gate')).code).toBe(0);
    const deployed = await runWith(options, 'deploy_model', ...confirmedMove);
    expect(deployed.code, deployed.error).toBe(0);
    expect(readdirSync(root)).toContain(`${gatedModel}_v4`);
  });

  test('an evaluation that breaks takes the old PASS back', async () => {
    const { run } = createGatedRegistry();
    const results = createResults({ status: 'PASS', main: '{"groundedness": 4.1, ' });
    expect((await run('compute_quality_gate', '--results-dir', results)).code).toBe(3);
    expect(readFileSync(join(results, 'quality_gate.txt'), 'utf8')).toBe('FAIL');
  });
});

describe('B0.12: one byte of anything a verdict stands on', () => {
  test.each([
    { what: 'the metadata of the version', file: `${gatedModel}_v1/metadata.json`, name: 'metadata.json' },
    { what: 'the summary of the version', file: `${gatedModel}_v1/summary.json`, name: 'summary.json' },
    {
      what: 'the slices of the version',
      file: `${gatedModel}_v1/bias_report.json`,
      name: 'bias_report.json',
    },
    { what: 'the copy of the verdict', file: `${gatedModel}_v1/gate.json`, name: 'gate.json' },
  ])('$what: the promotion stops and names it', async ({ file, name }) => {
    const { root, run } = createGatedRegistry();
    expect((await run('gate', gatedModel, 'v1', '--results', createResults(), '--yes')).code).toBe(0);
    appendFileSync(join(root, file), ' ');
    const promoted = await run(...promote, '--json');
    expect(promoted.code, promoted.error).toBe(6);
    expect(promoted.json()).toMatchObject({ error: { code: 'evidence-changed' } });
    expect(promoted.error).toContain(`${name} has changed since v1 was judged`);
  });

  test('every kept file: the promotion stops and names it', async () => {
    const { root, run } = createGatedRegistry();
    const tuning = { baseline: passingSummary, best: passingSummary };
    const smoke = { ...passingSummary, examples: 3 };
    const results = createResults({ tuning, smoke });
    const judged = await run('gate', gatedModel, 'v1', '--results', results, '--yes', '--json');
    const { report } = judged.json() as unknown as {
      report: {
        files: readonly { readonly name: string; readonly sha256: string; readonly place: string }[];
      };
    };
    const kept = report.files.filter(file => file.place === 'kept');
    expect(kept.map(file => file.name)).toEqual([
      'core_eval_main/summary.json',
      'core_eval_slices/bias_report.json',
      'smoke_test_main/summary.json',
      'core_eval_tuning/tuning_report.json',
    ]);
    for (const { name, sha256 } of kept) {
      const path = join(root, '.lastgood/evidence', sha256);
      const bytes = readFileSync(path);
      appendFileSync(path, ' ');
      const promoted = await run(...promote);
      expect(promoted.code, promoted.error).toBe(6);
      expect(promoted.error).toContain(`${name} has changed since v1 was judged`);
      writeFileSync(path, bytes);
    }
    expect((await run(...promote)).code).toBe(0);
  });

  test('the report itself: the promotion stops', async () => {
    const { root, run } = createGatedRegistry();
    await run('gate', gatedModel, 'v1', '--results', createResults(), '--yes');
    const entry = JSON.parse(
      readFileSync(join(root, `.lastgood/history/${gatedModel}/00000002.json`), 'utf8'),
    );
    appendFileSync(join(root, '.lastgood/evidence', entry.gate.bound.reportSha256), ' ');
    const promoted = await run(...promote);
    expect(promoted.code, promoted.error).toBe(6);
    expect(promoted.error).toContain('the report is not the one on record');
  });

  test('the policy: the promotion stops and says which', async () => {
    const { run, runWith } = createGatedRegistry();
    await run('gate', gatedModel, 'v1', '--results', createResults(), '--yes');
    const tightened = { policies: bindPolicy('rag', { thresholds: { 'main.groundedness': 3.1 } }) };
    const promoted = await runWith(tightened, ...promote, '--json');
    expect(promoted.code).toBe(3);
    expect(promoted.json()).toMatchObject({ error: { code: 'gate-stale' } });
    expect(promoted.error).toContain('The policy rag has changed since v1 was judged');
  });
});
