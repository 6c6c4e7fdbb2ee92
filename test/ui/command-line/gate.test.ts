import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { gateSchema } from '../../../src/ui/command-line/json/gate.ts';
import { versionSchema } from '../../../src/ui/command-line/json/version.ts';
import { bindPolicy, passingSummary, writeResults } from '../../support/evidence-files.ts';
import { buildS0Registry, rolledBackOnce } from '../../support/s0-registry.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import { type Run, runLastgood } from './command-line.ts';

const model = 'frontshift-rag';
const policies = bindPolicy('rag');

function createRegistry(): string {
  const root = createTemporaryFolder();
  buildS0Registry(root, rolledBackOnce);
  return root;
}

function createResults(change: Parameters<typeof writeResults>[1] = {}): string {
  return writeResults(createTemporaryFolder(), change);
}

async function run(root: string, ...argv: readonly string[]): Promise<Run> {
  return await runLastgood(root, argv, { policies });
}

const weak = { ...passingSummary, groundedness: 2.9 };

describe('gate of a results folder', () => {
  test('says PASS, and leaves the files of S0 in the folder', async () => {
    const results = createResults({ status: 'FAIL' });
    const judged = await run('/no-registry', 'gate', '--results', results);
    expect(judged.code, judged.error).toBe(0);
    expect(judged.out).toContain('PASS: these results, by the policy rag');
    expect(readFileSync(join(results, 'quality_gate.txt'), 'utf8')).toBe('PASS');
    expect(JSON.parse(readFileSync(join(results, 'quality_gate.json'), 'utf8'))).toMatchObject({
      verdict: 'PASS',
      policy: { name: 'rag' },
    });
  });

  test('names the worst rules first, why, and what would help', async () => {
    const results = createResults({ main: weak });
    const judged = await run('/no-registry', 'gate', '--results', results);
    expect(judged.code).toBe(3);
    const lines = judged.out.split('\n');
    const first = lines.findIndex(line => line.startsWith('  rule')) + 1;
    expect(lines[first]).toMatch(/main\.groundedness +FAIL +2\.9 +>= 3 +-0\.1 score/);
    expect(judged.out).toContain('main.groundedness: ');
    expect(judged.out).toContain('To pass: ');
    expect(readFileSync(join(results, 'quality_gate.txt'), 'utf8')).toBe('FAIL');
  });

  test('a dry run writes nothing', async () => {
    const results = createResults();
    expect((await run('/no-registry', 'gate', '--results', results, '--dry-run')).code).toBe(0);
    expect(readdirSync(results)).not.toContain('quality_gate.txt');
  });

  test.each([
    { alias: 'latest', code: 0 },
    { alias: 'prod', code: 3 },
  ])('is judged by what is bound to $alias of every model', async ({ alias, code }) => {
    const strict = { alias: 'prod', thresholds: { 'main.groundedness': 4.9 } };
    const argv = ['gate', '--results', createResults(), '--to', alias];
    const judged = await runLastgood('/no-registry', argv, { policies: bindPolicy('rag', strict) });
    expect(judged.code, judged.error).toBe(code);
  });

  test('says what compute_quality_gate says', async () => {
    const results = createResults();
    const strict = bindPolicy('rag', { thresholds: { 'main.groundedness': 4.9 } });
    const verdicts: string[] = [];
    for (const argv of [
      ['gate', '--results'],
      ['compute_quality_gate', '--results-dir'],
    ]) {
      await runLastgood('/no-registry', [...argv, results], { policies: strict });
      verdicts.push(readFileSync(join(results, 'quality_gate.txt'), 'utf8'));
    }
    expect(verdicts).toEqual(['FAIL', 'FAIL']);
  });

  test('does not pass by a bound policy that is not there', async () => {
    const results = createResults({ status: 'PASS' });
    const argv = ['gate', '--results', results];
    const judged = await runLastgood('/no-registry', argv, { policies: bindPolicy('not-there') });
    expect(judged.code).toBe(2);
    expect(judged.error).toContain('not-there');
    expect(readFileSync(join(results, 'quality_gate.txt'), 'utf8')).toBe('FAIL');
  });

  test('is judged by rag where nothing is bound', async () => {
    const judged = await runLastgood('/no-registry', ['gate', '--results', createResults()]);
    expect(judged.out).toContain('PASS: these results, by the policy rag');
  });

  test.each([
    { name: 'gate', argv: ['gate', '--results'] },
    { name: 'compute_quality_gate', argv: ['compute_quality_gate', '--results-dir'] },
  ])('$name says the verdict and writes nothing where writes are switched off', async ({ argv }) => {
    const results = createResults();
    const judged = await run('/no-registry', ...argv, results, '--read-only');
    expect(judged.code, judged.error).toBe(0);
    expect(judged.out).toContain('PASS');
    expect(judged.out).not.toContain('written:');
    expect(judged.error).toMatch(/--read-only was given: quality_gate\.txt .* as they are/);
    expect(readdirSync(results)).not.toContain('quality_gate.txt');
    expect(readdirSync(results)).not.toContain('quality_gate.json');
  });

  test('a policy without status files leaves none', async () => {
    const results = createResults();
    writeFileSync(join(results, 'metrics.json'), '{"bleu1": 0.3}');
    await run('/no-registry', 'gate', '--results', results, '--policy', 'weighted-bleu');
    expect(readdirSync(results)).not.toContain('quality_gate.txt');
  });

  test('the JSON is what its schema says, and names the files that were written', async () => {
    const results = createResults({ main: weak });
    const judged = await run('/no-registry', 'gate', '--results', results, '--json');
    const document = gateSchema.parse(judged.json());
    expect(document.written.map(path => path.split('/').at(-1))).toEqual([
      'quality_gate.json',
      'quality_gate.txt',
    ]);
    expect(document).toMatchObject({ report: { verdict: 'FAIL', subject: null }, receipt: null, plan: null });
  });
});

describe('gate of a version', () => {
  test('puts the verdict on record, and keeps what it stands on', async () => {
    const root = createRegistry();
    const judged = await run(root, 'gate', model, 'v1', '--results', createResults(), '--yes', '--json');
    expect(judged.code, judged.error).toBe(0);
    const { report, receipt } = gateSchema.parse(judged.json());
    expect(report).toMatchObject({
      verdict: 'PASS',
      subject: { model, version: 'v1', alias: 'latest' },
    });
    expect(receipt).toMatchObject({ outcome: 'applied', act: 'gate' });
    for (const file of report.files.filter(({ place }) => place === 'kept')) {
      expect(existsSync(join(root, '.lastgood/evidence', file.sha256))).toBe(true);
    }
    expect(report.files.map(file => file.name)).toContain('metadata.json');
    const beside = readFileSync(join(root, `${model}_v1/gate.json`), 'utf8');
    expect(JSON.parse(beside)).toEqual(report);
    expect((await run(root, 'history', model)).out).toContain('v1 gate PASS (rag) for latest');
  });

  test('asks, and shows the verdict first', async () => {
    const root = createRegistry();
    const argv = ['gate', model, 'v1', '--results', createResults({ main: weak })];
    const judged = await runLastgood(root, argv, { policies, answers: ['y'] });
    expect(judged.code).toBe(3);
    expect(judged.error.indexOf('FAIL: frontshift-rag v1')).toBeLessThan(judged.error.indexOf('The same:'));
    expect(judged.out).toContain('done: Judge frontshift-rag v1 for latest: FAIL');
  });

  test('needs --yes without a terminal, and a dry run only judges', async () => {
    const root = createRegistry();
    const argv = ['gate', model, 'v1', '--results', createResults()];
    expect((await run(root, ...argv)).code).toBe(2);
    const dry = await run(root, ...argv, '--dry-run', '--json');
    expect(dry.code).toBe(0);
    expect(gateSchema.parse(dry.json()).plan).toMatchObject({ act: 'gate', blockers: [] });
    expect(readdirSync(root)).not.toContain('.lastgood');
  });

  test('judges the files of the version where no results are named', async () => {
    const root = createRegistry();
    const judged = await run(root, 'gate', model, 'v1', '--yes', '--json');
    expect(judged.code).toBe(3);
    expect(gateSchema.parse(judged.json()).report).toMatchObject({ verdict: 'ERROR' });
  });

  test('a version without metadata cannot be judged on record', async () => {
    const root = createRegistry();
    mkdirSync(join(root, `${model}_v4`));
    const judged = await run(root, 'gate', model, 'v4', '--results', createResults(), '--yes', '--json');
    expect(judged.code).toBe(6);
    expect(judged.json()).toMatchObject({ error: { code: 'version-incomplete' } });
  });

  test('read-only records nothing', async () => {
    const root = createRegistry();
    const argv = ['gate', model, 'v1', '--results', createResults(), '--yes', '--read-only'];
    expect((await run(root, ...argv)).code).toBe(8);
    expect(readdirSync(root)).not.toContain('.lastgood');
  });

  test('an optional file that was judged once is missed for ever', async () => {
    const root = createRegistry();
    const tuned = createResults({
      tuning: { baseline: passingSummary, best: { ...passingSummary, groundedness: 3.5 } },
    });
    const untuned = createResults();
    expect((await run(root, 'gate', model, 'v1', '--results', tuned, '--yes')).code).toBe(3);
    for (let time = 1; time <= 2; time += 1) {
      const judged = await run(root, 'gate', model, 'v1', '--results', untuned, '--yes', '--json');
      expect(judged.json()).toMatchObject({ report: { verdict: 'ERROR' } });
    }
  });
});

describe('show, versions and models', () => {
  test('tell of the gate: verdict, age, what changed, worst rules first', async () => {
    const root = createRegistry();
    await run(root, 'gate', model, 'v1', '--results', createResults({ main: weak }), '--yes');
    const shown = await run(root, 'show', model, 'v1');
    expect(shown.out).toMatch(/Gate of latest\n +FAIL by rag, judged .* by tester@example.org/);
    expect(shown.out).toMatch(/main\.groundedness +FAIL/);
    const document = versionSchema.parse((await run(root, 'show', model, 'v1', '--json')).json());
    expect(document.gates).toMatchObject([
      { alias: 'latest', standing: 'FAIL', verdict: 'FAIL', policy: 'rag', stale: [] },
    ]);
    expect((await run(root, 'versions', model)).out).toMatch(/v1 .*FAIL/);
    expect((await run(root, 'versions', model)).out).toMatch(/v3 .*unjudged/);
    expect((await run(root, 'models')).out).toMatch(/latest v2 .*unjudged/);
  });

  test('say which file changed', async () => {
    const root = createRegistry();
    await run(root, 'gate', model, 'v1', '--results', createResults(), '--yes');
    appendFileSync(join(root, `${model}_v1/summary.json`), ' ');
    const shown = await run(root, 'show', model, 'v1');
    expect(shown.out).toContain('summary.json has changed since v1 was judged');
    expect(shown.code).toBe(0);
  });
});
