import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { PolicyShelf } from '../../../src/core/ports/evidence.ts';
import { bindPolicy, type ResultsChange } from '../../support/evidence-files.ts';
import {
  confirmedMove,
  createGatedRegistry,
  createResults,
  gatedModel,
} from '../../support/gated-registry.ts';
import { brokenPolicies, createStale, readReport, readStatus, weak } from '../../support/stale-results.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const torn = '{"groundedness": 4';

/** A policy file that asks for something the results do not have. */
function writeStrictPolicy(): string {
  const path = join(createTemporaryFolder(), 'strict.yaml');
  const lines = [
    'name: strict',
    'evidence: {main: {format: summary, file: core_eval_main/summary.json}}',
    'rules: [{threshold: {evidence: main, metric: groundedness, min: 4.9}}]',
  ];
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

/** The policies of a gated registry; tells each time the bound one is looked for. */
function watchPolicies(tell: () => void): PolicyShelf {
  const shelf = bindPolicy('rag');
  const findBound: PolicyShelf['findBound'] = async (model, alias) => {
    tell();
    return await shelf.findBound(model, alias);
  };
  return { ...shelf, findBound };
}

/** The policies of a gated registry; what is being done is stopped as soon as the sources of the bound one are looked at. */
function stopWhenReading(stop: AbortController): PolicyShelf {
  const shelf = bindPolicy('rag');
  const findBound: PolicyShelf['findBound'] = async (model, alias) => {
    const bound = await shelf.findBound(model, alias);
    if (bound === undefined) return undefined;
    const { policy } = bound;
    const getEvidence = () => {
      stop.abort();
      return policy.evidence;
    };
    return { ...bound, policy: Object.defineProperty({ ...policy }, 'evidence', { get: getEvidence }) };
  };
  return { ...shelf, findBound };
}

describe('a PASS of an earlier evaluation does not outlive a judging that does not pass', () => {
  test.each<{ readonly name: string; readonly change?: ResultsChange; readonly argv: readonly string[] }>([
    { name: 'gate: a policy that is not there', argv: ['gate', '--policy', 'no-such'] },
    { name: 'gate: evidence that fails', change: { main: weak }, argv: ['gate'] },
    { name: 'gate of a version: FAIL', change: { main: weak }, argv: ['gate', gatedModel, 'v1', '--yes'] },
    {
      name: 'gate of a version: FAIL, and nobody confirms it',
      change: { main: weak },
      argv: ['gate', gatedModel, 'v1'],
    },
    { name: 'gate of a version: torn evidence', change: { main: torn }, argv: ['gate', gatedModel, 'v1'] },
    {
      name: 'promote: refused',
      change: { main: weak },
      argv: ['promote', gatedModel, 'v1', ...confirmedMove],
    },
    {
      name: 'promote: overridden',
      change: { main: weak },
      argv: ['promote', gatedModel, 'v1', '--override-gate', '--reason', 'INC-7', ...confirmedMove],
    },
    {
      name: 'register: judged for the record',
      change: { main: weak },
      argv: ['register', gatedModel, '--yes'],
    },
    {
      name: 'register: refused',
      change: { main: weak },
      argv: ['register', gatedModel, '--to', 'latest', ...confirmedMove],
    },
  ])('$name', async ({ change, argv }) => {
    const { run } = createGatedRegistry();
    const results = createStale(change);
    const judged = await run(...argv, '--results', results);
    expect(readStatus(results), judged.error).toBe('FAIL');
    expect(readReport(results)).toMatchObject({ verdict: expect.not.stringMatching('PASS') });
  });

  test.each([
    { name: 'a bound policy that is not there', change: {}, words: [] },
    { name: 'evidence that fails', change: { main: weak }, words: [] },
    { name: 'a status given that is FAIL', change: {}, words: ['--quality-gate-status', 'fail'] },
    { name: 'evidence that is missing', change: { main: 'absent' }, words: [] },
  ])('deploy_model, refused for $name', async ({ name, change, words }) => {
    const { run, runWith } = createGatedRegistry();
    const results = createStale(change);
    const argv = ['deploy_model', '--results-dir', results, ...words, ...confirmedMove];
    const isBroken = name.startsWith('a bound policy');
    const deployed = await (isBroken ? runWith({ policies: brokenPolicies }, ...argv) : run(...argv));
    expect(deployed.code).not.toBe(0);
    expect(readStatus(results), deployed.error).toBe('FAIL');
    expect(deployed.error).toContain('quality_gate.txt');
  });

  test.each([
    { name: 'a registration for the record', argv: ['register', gatedModel, '--yes'] },
    {
      name: 'a promotion that overrides',
      argv: ['promote', gatedModel, 'v1', '--override-gate', '--reason', 'INC-7', ...confirmedMove],
    },
  ])('$name, with a bound policy that cannot be used', async ({ argv }) => {
    const { runWith } = createGatedRegistry();
    const results = createStale();
    const run = await runWith({ policies: brokenPolicies }, ...argv, '--results', results);
    expect(run.code, run.error).toBe(0);
    expect(readStatus(results), run.error).toBe('FAIL');
  });

  test('compute_quality_gate with a bound policy that cannot be used', async () => {
    const { runWith } = createGatedRegistry();
    const results = createStale();
    const judged = await runWith(
      { policies: brokenPolicies },
      'compute_quality_gate',
      '--results-dir',
      results,
    );
    expect(judged.code).not.toBe(0);
    expect(readStatus(results)).toBe('FAIL');
    expect(readReport(results)).toMatchObject({ reason: expect.stringContaining('not-there') });
  });

  test('a judging of a version that is stopped', async () => {
    const { runWith } = createGatedRegistry();
    const results = createStale();
    const stop = new AbortController();
    const policies = watchPolicies(() => stop.abort());
    const signal = { stop: stop.signal, exitCode: () => 130 };
    const judged = await runWith({ policies, signal }, 'gate', gatedModel, 'v1', '--results', results);
    expect(judged.code).toBe(130);
    expect(readStatus(results)).toBe('FAIL');
  });

  test('a judging that breaks off once the version is registered', async () => {
    const { runWith } = createGatedRegistry();
    const results = createStale();
    const stop = new AbortController();
    const argv = ['register', gatedModel, '--results', results, '--yes'];
    const signal = { stop: stop.signal, exitCode: () => undefined };
    const judged = await runWith({ policies: stopWhenReading(stop), signal }, ...argv);
    expect(judged.out).toContain('went no further');
    expect(readStatus(results), judged.error).toBe('FAIL');
  });

  test('compute_quality_gate that is stopped while it reads', async () => {
    const { runWith } = createGatedRegistry();
    const results = createStale();
    const signal = { stop: AbortSignal.abort(), exitCode: () => 130 };
    const judged = await runWith({ signal }, 'compute_quality_gate', '--results-dir', results);
    expect(judged.code).toBe(130);
    expect(readStatus(results)).toBe('FAIL');
  });

  test('the PASS is gone before any evidence is read', async () => {
    const { runWith } = createGatedRegistry();
    const results = createStale();
    const seen: string[] = [];
    const policies = watchPolicies(() => seen.push(readStatus(results)));
    const judged = await runWith({ policies }, 'compute_quality_gate', '--results-dir', results);
    expect(judged.code, judged.error).toBe(0);
    expect(seen).toEqual(['FAIL']);
    expect(readStatus(results)).toBe('PASS');
    expect(judged.error).not.toContain('Warning');
  });

  test.each(['pass', ' PASS\n', 'PASS_WITH_WARNINGS', 'PASS: ['])(
    'a file that says %j counts as one',
    async word => {
      const { run } = createGatedRegistry();
      const results = createResults({ main: weak, status: word });
      await run('gate', gatedModel, 'v1', '--results', results, '--yes');
      expect(readStatus(results)).toBe('FAIL');
    },
  );

  test('another policy that does not pass takes it back and says so', async () => {
    const { run } = createGatedRegistry();
    const results = createStale();
    const judged = await run('gate', '--results', results, '--policy', writeStrictPolicy());
    expect(judged.code, judged.error).toBe(3);
    expect(readStatus(results)).toBe('FAIL');
    expect(judged.error).toMatch(/quality_gate\.txt said PASS .* it says FAIL now: strict says FAIL/);
  });
});

describe('status files', () => {
  test('appear by no verb that did not write them', async () => {
    const { run } = createGatedRegistry();
    const results = createResults({ main: weak });
    await run('gate', gatedModel, 'v1', '--results', results, '--yes');
    await run('promote', gatedModel, 'v1', '--results', results, ...confirmedMove);
    await run('register', gatedModel, '--results', results, '--to', 'latest', ...confirmedMove);
    await run('deploy_model', '--results-dir', results, ...confirmedMove);
    expect(existsSync(join(results, 'quality_gate.txt'))).toBe(false);
    expect(existsSync(join(results, 'quality_gate.json'))).toBe(false);
  });

  test('do not say PASS for an accepted word that the gate refuses all the same', async () => {
    const { run } = createGatedRegistry();
    const results = createStale({ main: weak, smoke: 'absent' });
    const argv = ['deploy_model', '--results-dir', results, '--accept-unbound', ...confirmedMove];
    expect((await run(...argv)).code).toBe(3);
    expect(readStatus(results)).toBe('FAIL');
  });

  test('that cannot be written are an error, and no PASS is left', async () => {
    const { run } = createGatedRegistry();
    const results = createResults({ status: 'PASS' });
    mkdirSync(join(results, 'quality_gate.json/x'), { recursive: true });
    const judged = await run('compute_quality_gate', '--results-dir', results);
    expect(judged.code).toBe(8);
    expect(judged.error).toContain('quality_gate.json');
    expect(readStatus(results)).toBe('FAIL');
  });
});
