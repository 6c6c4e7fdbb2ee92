import { describe, expect, test } from 'vitest';
import { confirmedMove, createGatedRegistry, gatedModel } from '../../support/gated-registry.ts';
import { brokenPolicies, createStale, readReport, readStatus, weak } from '../../support/stale-results.ts';

describe('a PASS stays', () => {
  test.each([
    { name: 'of a dry run of gate', argv: ['gate', '--dry-run'] },
    { name: 'of a dry run of gate of a version', argv: ['gate', gatedModel, 'v1', '--dry-run'] },
    { name: 'of a dry run of a promotion', argv: ['promote', gatedModel, 'v1', '--dry-run'] },
    { name: 'of a dry run of a registration', argv: ['register', gatedModel, '--to', 'latest', '--dry-run'] },
  ])('$name', async ({ argv }) => {
    const { run } = createGatedRegistry();
    const results = createStale({ main: weak });
    await run(...argv, '--results', results);
    expect(readStatus(results)).toBe('PASS');
    expect(readReport(results)).toEqual({ verdict: 'PASS' });
  });

  test('of a dry run of deploy_model', async () => {
    const { run } = createGatedRegistry();
    const results = createStale({ main: weak });
    await run('deploy_model', '--results-dir', results, '--dry-run');
    expect(readStatus(results)).toBe('PASS');
  });

  test('when the verdict is PASS and only the confirmation is missing', async () => {
    const { run } = createGatedRegistry();
    const results = createStale();
    expect((await run('promote', gatedModel, 'v1', '--results', results)).code).toBe(2);
    expect((await run('gate', gatedModel, 'v1', '--results', results)).code).toBe(2);
    expect(readStatus(results)).toBe('PASS');
  });

  const typo = ['--model-path', '/nowhere/m.gguf'];
  test.each([
    { name: 'gate of a version that is not there', argv: ['gate', gatedModel, 'v99', '--yes'] },
    { name: 'gate of a model that is not there', argv: ['gate', 'frontshift-rga', 'v1', '--yes'] },
    {
      name: 'gate for an alias that nothing is bound to',
      argv: ['gate', gatedModel, 'v1', '--to', 'latset'],
    },
    { name: 'promote of a model that is not there', argv: ['promote', 'frontshift-rga', 'v1'] },
    { name: 'register: weights that are not there', argv: ['register', gatedModel, '--yes', ...typo] },
    { name: 'register: nobody confirms it', argv: ['register', gatedModel] },
  ])('of a refusal that has nothing to do with the evidence: $name', async ({ argv }) => {
    const { run } = createGatedRegistry();
    const results = createStale();
    expect((await run(...argv, '--results', results)).code).not.toBe(0);
    expect(readStatus(results)).toBe('PASS');
    expect(readReport(results)).toEqual({ verdict: 'PASS' });
  });

  test.each([
    { name: 'weights that are not there', words: [...typo, ...confirmedMove] },
    { name: 'a name that is none', words: ['--model-name', 'a/b', ...confirmedMove] },
    { name: 'a summary that is not there', words: ['--summary-path', '/nowhere.json', ...confirmedMove] },
    { name: 'a confirmation that is missing', words: [] },
  ])('when deploy_model is refused for $name, and then it deploys', async ({ words }) => {
    const { run } = createGatedRegistry();
    const results = createStale();
    const argv = ['deploy_model', '--results-dir', results];
    expect((await run(...argv, ...words)).code).toBe(2);
    expect(readStatus(results)).toBe('PASS');
    const deployed = await run(...argv, ...confirmedMove);
    expect(deployed.code, deployed.error).toBe(0);
  });

  test('of a model that is held', async () => {
    const { run } = createGatedRegistry();
    const results = createStale();
    await run('hold', gatedModel, '--reason', 'INC-7', '--yes');
    expect((await run('deploy_model', '--results-dir', results, ...confirmedMove)).code).toBe(5);
    expect(readStatus(results)).toBe('PASS');
  });

  test.each([
    { name: 'gate', argv: ['gate', '--results'] },
    { name: 'gate of a version', argv: ['gate', gatedModel, 'v1', '--yes', '--results'] },
    { name: 'compute_quality_gate', argv: ['compute_quality_gate', '--results-dir'] },
    { name: 'promote', argv: ['promote', gatedModel, 'v1', ...confirmedMove, '--results'] },
  ])('when writes are switched off, by the option or by the setting: $name', async ({ argv }) => {
    const { run, runWith } = createGatedRegistry();
    const results = createStale({ main: weak });
    await run(...argv, results, '--read-only');
    await runWith({ readOnly: true }, ...argv, results);
    expect(readStatus(results)).toBe('PASS');
    expect(readReport(results)).toEqual({ verdict: 'PASS' });
  });

  test('when its word is accepted for evidence that is not there', async () => {
    const { run } = createGatedRegistry();
    const results = createStale({ smoke: 'absent' });
    const argv = ['deploy_model', '--results-dir', results, '--accept-unbound'];
    expect((await run(...argv)).code).toBe(2);
    expect((await run(...argv, '--model-path', '/nowhere/m.gguf')).code).toBe(2);
    expect(readStatus(results)).toBe('PASS');
    const deployed = await run(...argv, ...confirmedMove);
    expect(deployed.code, deployed.error).toBe(0);
    expect(readStatus(results)).toBe('PASS');
  });
});

describe('a PASS that was taken back', () => {
  test('is no verdict: the results are judged anew', async () => {
    const { run, runWith } = createGatedRegistry();
    const results = createStale();
    const argv = ['deploy_model', '--results-dir', results, ...confirmedMove];
    await runWith({ policies: brokenPolicies }, ...argv);
    expect(readReport(results)).toHaveProperty('withdrawnAt');
    const deployed = await run(...argv);
    expect(deployed.code, deployed.error).toBe(0);
  });

  test('does not make evidence pass that does not', async () => {
    const { run } = createGatedRegistry();
    const results = createStale({ main: weak });
    const argv = ['deploy_model', '--results-dir', results, ...confirmedMove];
    for (const _ of ['with the PASS', 'without it']) {
      const deployed = await run(...argv);
      expect(deployed.code).toBe(3);
      expect(deployed.error).toContain('rag says FAIL');
    }
  });

  test('is a verdict again once the folder is judged', async () => {
    const { run, runWith } = createGatedRegistry();
    const results = createStale({ main: weak });
    await runWith({ policies: brokenPolicies }, 'compute_quality_gate', '--results-dir', results);
    await run('compute_quality_gate', '--results-dir', results);
    const deployed = await run('deploy_model', '--results-dir', results, ...confirmedMove);
    expect(deployed.code).toBe(3);
    expect(deployed.error).toContain('The quality gate says FAIL');
  });
});
