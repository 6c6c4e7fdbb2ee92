import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bindPolicy, passingSummary, type ResultsChange } from '../../support/evidence-files.ts';
import {
  confirmedMove,
  createGatedRegistry,
  createResults,
  type GatedRegistry,
  gatedModel,
} from '../../support/gated-registry.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';

const promoteV1 = ['promote', gatedModel, 'v1', ...confirmedMove] as const;
const weak: ResultsChange = { main: { ...passingSummary, groundedness: 2.9 } };

/** A policy file in a folder of its own. */
function writePolicy(text: string): string {
  const path = join(createTemporaryFolder(), 'own.yaml');
  writeFileSync(path, text);
  return path;
}

const notWorse = `
name: not-worse
evidence: { main: { format: summary, file: core_eval_main/summary.json } }
rules: [{ noRegression: { evidence: main, metric: groundedness, against: live, absolute: 0 } }]
`;

async function judge({ run }: GatedRegistry, version: string, change: ResultsChange = {}): Promise<void> {
  const judged = await run('gate', gatedModel, version, '--results', createResults(change), '--yes');
  expect([0, 3], judged.error).toContain(judged.code);
}

async function findEntries({ run }: GatedRegistry): Promise<readonly Record<string, unknown>[]> {
  return (await run('history', gatedModel, '--json')).json()['entries'] as Record<string, unknown>[];
}

describe('promoting where a policy is bound', () => {
  test('is refused, then passes: a version that was never judged, that failed, that passed', async () => {
    const registry = createGatedRegistry();
    const { run } = registry;
    const unjudged = await run(...promoteV1, '--json');
    expect(unjudged.code).toBe(3);
    expect(unjudged.json()).toMatchObject({ error: { code: 'gate-not-passed' } });
    expect(unjudged.error).toContain('v1 was not judged by rag for latest yet');
    expect(unjudged.error).toContain(`lastgood gate ${gatedModel} v1`);
    await judge(registry, 'v1', weak);
    const failed = await run(...promoteV1);
    expect(failed.code).toBe(3);
    expect(failed.error).toContain('rag says FAIL for frontshift-rag v1: main.groundedness');
    await judge(registry, 'v1');
    const passed = await run(...promoteV1);
    expect(passed.code, passed.error).toBe(0);
    expect((await run('resolve', gatedModel)).out).toBe('v1\n');
    expect((await findEntries(registry)).at(-1)).toMatchObject({
      action: 'promote',
      gate: { verdict: 'PASS', overridden: false, unbound: false, bound: { policy: 'rag' } },
    });
  });

  test('with --results it is judged then and there, in one operation', async () => {
    const registry = createGatedRegistry();
    const { run } = registry;
    expect((await run(...promoteV1, '--results', createResults(weak))).code).toBe(3);
    expect(readdirSync(registry.root)).not.toContain('.lastgood');
    const passed = await run(...promoteV1, '--results', createResults());
    expect(passed.code, passed.error).toBe(0);
    const entries = await findEntries(registry);
    expect(entries.map(entry => entry['action'])).toEqual(['adopt', 'gate', 'promote']);
    expect(new Set(entries.map(entry => entry['operationId'])).size).toBe(1);
    const undone = await run('undo', gatedModel, ...confirmedMove);
    expect(undone.code, undone.error).toBe(0);
    expect((await run('resolve', gatedModel)).out).toBe('v2\n');
  });

  test('needs a verdict that still counts', async () => {
    const path = writePolicy(`maxAge: 30s\n${notWorse}`);
    const registry = createGatedRegistry(path);
    await judge(registry, 'v1');
    const late = await registry.run(...promoteV1, '--json');
    expect(late.code).toBe(3);
    expect(late.json()).toMatchObject({ error: { code: 'gate-stale' } });
    expect(late.error).toContain('it is too old');
  });

  test('needs a verdict by the policy that is bound now', async () => {
    const registry = createGatedRegistry();
    await judge(registry, 'v1');
    const other = { policies: bindPolicy(writePolicy(notWorse)) };
    const promoted = await registry.runWith(other, ...promoteV1);
    expect(promoted.code).toBe(3);
    expect(promoted.error).toContain('v1 was judged by rag, and not-worse is bound to latest');
  });

  test('needs a verdict of when the same version was live', async () => {
    const registry = createGatedRegistry(writePolicy(notWorse));
    await judge(registry, 'v1');
    await judge(registry, 'v3');
    const moved = await registry.run('promote', gatedModel, 'v3', ...confirmedMove);
    expect(moved.code, moved.error).toBe(0);
    const promoted = await registry.run(...promoteV1, '--json');
    expect(promoted.code).toBe(3);
    expect(promoted.json()).toMatchObject({ error: { code: 'gate-stale' } });
    expect(promoted.error).toContain(
      'v1 was judged while v2 was live under latest, and v3 is live there now',
    );
  });

  test('a verdict for one alias is none for another', async () => {
    const registry = createGatedRegistry();
    const both = { policies: bindPolicy('rag', { alias: '*' }) };
    const results = createResults();
    const judged = ['gate', gatedModel, 'v1', '--results', results, '--yes', '--to', 'staging'];
    expect((await registry.runWith(both, ...judged)).code).toBe(0);
    expect((await registry.runWith(both, ...promoteV1)).code).toBe(3);
    const staged = ['promote', gatedModel, 'v1', '--to', 'staging', '--yes'];
    expect((await registry.runWith(both, ...staged)).code).toBe(0);
  });
});

describe('overriding the gate', () => {
  test('needs a reason, says what it overrides, and records the real verdict', async () => {
    const registry = createGatedRegistry();
    await judge(registry, 'v1', weak);
    expect((await registry.run(...promoteV1, '--override-gate')).code).toBe(2);
    const overridden = await registry.run(...promoteV1, '--override-gate', '--reason', 'INC-9');
    expect(overridden.code, overridden.error).toBe(0);
    expect(overridden.error).toContain('Overridden: rag says FAIL');
    expect((await findEntries(registry)).at(-1)).toMatchObject({
      action: 'promote',
      reason: 'INC-9',
      gate: { verdict: 'FAIL', overridden: true, bound: { policy: 'rag' } },
    });
  });

  test('of a version nobody judged records that there was no verdict', async () => {
    const registry = createGatedRegistry();
    const argv = [...promoteV1, '--override-gate', '--reason', 'INC-9'];
    expect((await registry.run(...argv)).code).toBe(0);
    expect((await findEntries(registry)).at(-1)).toMatchObject({
      gate: { verdict: 'NONE', overridden: true, bound: null },
    });
    expect((await registry.run('show', gatedModel)).out).toContain('OVERRIDDEN, no verdict');
    expect((await registry.run('history', gatedModel)).out).not.toContain('NONE');
  });
});

describe('the word of a status file', () => {
  const partly: ResultsChange = { smoke: 'absent', status: 'PASS' };

  test('counts only where it is accepted, for evidence that is not there, and stays marked', async () => {
    const registry = createGatedRegistry();
    const refused = await registry.run(...promoteV1, '--results', createResults(partly));
    expect(refused.code).toBe(3);
    expect(refused.error).toContain('--accept-unbound');
    const argv = [...promoteV1, '--results', createResults(partly), '--accept-unbound'];
    const accepted = await registry.run(...argv);
    expect(accepted.code, accepted.error).toBe(0);
    expect((await findEntries(registry)).at(-1)).toMatchObject({
      gate: { verdict: 'PASS', overridden: false, unbound: true, bound: null },
      reason: expect.stringMatching(
        /^The word PASS of a status file was taken without evidence\. Not judged: smoke\./,
      ),
    });
    expect((await registry.run('show', gatedModel)).out).toContain('PASS unbound');
  });

  test('is recorded with the reason somebody gave', async () => {
    const registry = createGatedRegistry();
    const argv = [...promoteV1, '--results', createResults(partly), '--accept-unbound'];
    expect((await registry.run(...argv, '--reason', 'INC-4')).code).toBe(0);
    expect((await findEntries(registry)).at(-1)).toMatchObject({ reason: 'INC-4', gate: { unbound: true } });
  });

  test.each<{ readonly name: string; readonly change: ResultsChange }>([
    { name: 'evidence that is there fails', change: { ...weak, ...partly } },
    { name: 'the file says FAIL', change: { smoke: 'absent', status: 'FAIL' } },
    { name: 'the file says something else', change: { smoke: 'absent', status: 'PASSED' } },
    { name: 'a file is torn, not missing', change: { ...partly, smoke: '{' } },
  ])('never counts where $name', async ({ change }) => {
    const { run } = createGatedRegistry();
    const argv = [...promoteV1, '--results', createResults(change), '--accept-unbound'];
    expect((await run(...argv)).code).toBe(3);
  });

  test('never counts against a verdict on record', async () => {
    const registry = createGatedRegistry();
    await judge(registry, 'v1', weak);
    const argv = [...promoteV1, '--results', createResults(partly), '--accept-unbound'];
    expect((await registry.run(...argv)).code).toBe(3);
  });

  test('may stand in a file of another name', async () => {
    const registry = createGatedRegistry();
    const file = join(createTemporaryFolder(), 'gate.txt');
    writeFileSync(file, 'PASS');
    const argv = [...promoteV1, '--quality-gate', file];
    expect((await registry.run(...argv)).code).toBe(3);
    expect((await registry.run(...argv, '--accept-unbound')).code).toBe(0);
  });

  test('that nobody named cannot be accepted', async () => {
    const { run } = createGatedRegistry();
    expect((await run(...promoteV1, '--accept-unbound')).code).toBe(2);
    const nowhere = [...promoteV1, '--quality-gate', '/nowhere/gate.txt'];
    expect((await run(...nowhere)).code).toBe(2);
  });
});

describe('gates never stop a rollback', () => {
  const back = ['rollback', gatedModel, '--to', 'v1', '--reason', 'INC-1', ...confirmedMove] as const;

  test('a verdict that says FAIL', async () => {
    const registry = createGatedRegistry();
    await judge(registry, 'v1', weak);
    const rolledBack = await registry.run(...back);
    expect(rolledBack.code, rolledBack.error).toBe(0);
  });

  test('a verdict that is too old', async () => {
    const registry = createGatedRegistry(writePolicy(`maxAge: 1s\n${notWorse}`));
    await judge(registry, 'v1');
    expect((await registry.run(...back)).code).toBe(0);
  });

  test('a policy file that is wrong: it stops a promotion, with its line, and no rollback and no undo', async () => {
    const path = writePolicy('name: own\nevidence: {}\nrules: [{ treshold: 3 }]\n');
    const { run } = createGatedRegistry(path);
    const promoted = await run(...promoteV1, '--json');
    expect(promoted.code).toBe(2);
    expect(promoted.json()).toMatchObject({ error: { code: 'invalid-policy' } });
    expect(promoted.error).toMatch(/own\.yaml:\d+:\d+/);
    expect((await run(...back)).code).toBe(0);
    expect((await run('undo', gatedModel, ...confirmedMove)).code).toBe(0);
    expect((await run('models')).out).toContain('bad policy');
    const overridden = await run(...promoteV1, '--override-gate', '--reason', 'INC-2');
    expect(overridden.code, overridden.error).toBe(0);
  });
});

describe('where nothing is bound', () => {
  test('a promotion goes on without a verdict, and says so', async () => {
    const registry = createGatedRegistry();
    const unbound = { policies: bindPolicy('rag', { alias: 'other' }) };
    const promoted = await registry.runWith(unbound, ...promoteV1);
    expect(promoted.code, promoted.error).toBe(0);
    expect(promoted.error).toContain('No gate policy is bound to this alias.');
    expect((await findEntries(registry)).at(-1)).toMatchObject({ gate: { verdict: 'NONE', bound: null } });
  });

  test('results that would count for nothing are refused', async () => {
    const { runWith } = createGatedRegistry();
    const unbound = { policies: bindPolicy('rag', { alias: 'other' }) };
    const promoted = await runWith(unbound, ...promoteV1, '--results', createResults(), '--json');
    expect(promoted.code).toBe(2);
    expect(promoted.json()).toMatchObject({ error: { code: 'policy-not-found' } });
  });
});

describe('register with results', () => {
  const register = ['register', gatedModel, ...confirmedMove] as const;

  test('registers nothing that could not be promoted', async () => {
    const { root, run } = createGatedRegistry();
    const refused = await run(...register, '--results', createResults(weak), '--to', 'latest', '--json');
    expect(refused.code).toBe(3);
    expect(refused.json()).toMatchObject({ error: { code: 'gate-not-passed' } });
    expect(readdirSync(root)).not.toContain(`${gatedModel}_v4`);
  });

  test('registers, records the verdict, then promotes', async () => {
    const registry = createGatedRegistry();
    const tuning = { baseline: passingSummary, best: passingSummary };
    const argv = [...register, '--results', createResults({ tuning }), '--to', 'latest', '--json'];
    const done = await registry.run(...argv);
    expect(done.code, done.error).toBe(0);
    expect(done.json()).toMatchObject({
      registration: { version: 'v4', outcome: 'applied' },
      gate: { outcome: 'applied', act: 'gate' },
      promotion: { outcome: 'applied' },
    });
    expect(readdirSync(join(registry.root, `${gatedModel}_v4`)).sort()).toEqual([
      'bias_report.json',
      'gate.json',
      'metadata.json',
      'smoke_summary.json',
      'summary.json',
      'tuning_report.json',
    ]);
    const again = await registry.run('gate', gatedModel, 'v4', '--dry-run');
    expect(again.code, again.out).toBe(0);
  });

  test('without a promotion it is judged for the record, whatever the verdict', async () => {
    const registry = createGatedRegistry();
    const done = await registry.run(...register, '--results', createResults(weak), '--json');
    expect(done.code, done.error).toBe(0);
    expect(done.json()).toMatchObject({ gate: { title: `Judge ${gatedModel} v4 for latest: FAIL` } });
  });

  test('without results the files that are named are judged', async () => {
    const { root, run } = createGatedRegistry();
    const results = createResults();
    const named = [
      ...['--summary-path', join(results, 'core_eval_main/summary.json')],
      ...['--bias-report-path', join(results, 'core_eval_slices/bias_report.json')],
    ];
    expect((await run(...register, ...named, '--to', 'latest')).code).toBe(3);
    expect(readdirSync(root)).not.toContain(`${gatedModel}_v4`);
    const smoke = ['--smoke-path', join(results, 'smoke_test_main/summary.json')];
    const done = await run(...register, ...named, ...smoke, '--to', 'latest');
    expect(done.code, done.error).toBe(0);
  });

  test('overridden, it is registered, judged and promoted with the real verdict', async () => {
    const registry = createGatedRegistry();
    const argv = [...register, '--results', createResults(weak), '--to', 'latest', '--override-gate'];
    expect((await registry.run(...argv)).code).toBe(2);
    const done = await registry.run(...argv, '--reason', 'INC-3');
    expect(done.code, done.error).toBe(0);
    expect((await findEntries(registry)).at(-1)).toMatchObject({
      gate: { verdict: 'FAIL', overridden: true },
    });
  });

  test('the first version of a model is judged like any other', async () => {
    const { root, run } = createGatedRegistry();
    const first = ['register', 'fresh', '--to', 'latest', '--yes', '--confirm', 'fresh@latest'];
    expect((await run(...first, '--results', createResults(weak))).code).toBe(3);
    const done = await run(...first, '--results', createResults());
    expect(done.code, done.error).toBe(0);
    expect(readdirSync(root)).toContain('fresh_v1');
  });

  test('the metrics of S1 are kept with the version, and judged by their score', async () => {
    const registry = createGatedRegistry('weighted-bleu');
    const register1 = async (bleu4: number) => {
      const results = createTemporaryFolder();
      mkdirSync(results, { recursive: true });
      const metrics = { bleu1: 0.37, bleu2: 0.26, bleu3: 0.2, bleu4, rougeL_precision: 0.66 };
      writeFileSync(join(results, 'metrics.json'), JSON.stringify(metrics));
      const first = ['register', 'chat', '--to', 'latest', '--yes', '--confirm', 'chat@latest'];
      return await registry.run(...first, '--results', results);
    };
    const first = await register1(0.16);
    expect(first.code, first.error).toBe(0);
    expect(JSON.parse(readFileSync(join(registry.root, 'chat_v1/metrics.json'), 'utf8'))).toMatchObject({
      bleu4: 0.16,
    });
    expect((await register1(0.16)).code).toBe(3);
    expect(readdirSync(registry.root)).not.toContain('chat_v2');
    const better = await register1(0.2);
    expect(better.code, better.error).toBe(0);
  });
});
