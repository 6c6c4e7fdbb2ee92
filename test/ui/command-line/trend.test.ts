import { describe, expect, test } from 'vitest';
import type { PolicyShelf } from '../../../src/core/ports/evidence.ts';
import { trendSchema } from '../../../src/ui/command-line/json/trend.ts';
import { ragPolicy } from '../../support/gate-policies.ts';
import { buildS0Registry, type S0Version } from '../../support/s0-registry.ts';
import { createTemporaryFolder } from '../../support/temporary-folder.ts';
import { type RunOptions, runLastgood } from './command-line.ts';

const model = 'frontshift-rag';
const confirmed = ['--yes', '--confirm', `${model}@latest`];
const bound = { policy: ragPolicy(), sha256: 'digest', origin: 'built in' };
const policies: PolicyShelf = {
  findBound: async (_, alias) => (alias === 'latest' ? bound : undefined),
  getPolicy: async () => bound,
};

/** v1 to v4, of which v3 is bad and v4 has no groundedness; `latest` is on v2. */
function createRegistry(): string {
  const root = createTemporaryFolder();
  const values = [3.5, 4, 2.74, undefined];
  const versions = values.map(
    (groundedness, place): S0Version => ({
      version: `v${place + 1}`,
      summary: {
        ...(groundedness === undefined ? {} : { groundedness }),
        answer_relevance: 4,
        hallucination_score: 0.2,
      },
    }),
  );
  buildS0Registry(root, { model, versions, latest: { form: 'symlink', version: 'v2' } });
  return root;
}

const trend = (argv: readonly string[], options: RunOptions = {}, root = createRegistry()) =>
  runLastgood(root, ['trend', model, ...argv], { policies, ...options });

describe('trend', () => {
  test('without a metric follows the main one, version by version, and marks what fails the gate', async () => {
    const run = await trend([]);
    expect(run.code).toBe(0);
    expect(run.out.split('\n')).toEqual([
      'frontshift-rag: groundedness, score 0..5, higher is better',
      'Falls from v2 to v3, getting worse. Best v2 4, worst v3 2.74.',
      'The gate of latest (rag) wants >= 3.',
      '',
      'version  groundedness        change  verdict       to live  gate  notice',
      'v1                3.5                          -0.5 (-13%)  -',
      'v2                  4   +0.5 (+14%)  better                 -     live under latest',
      'v3               2.74  -1.26 (-31%)  worse    -1.26 (-31%)  -     ! now fails >= 3',
      'v4                  -                                       -',
      '',
    ]);
  });

  test('tells of a rollback, by whom and why', async () => {
    const root = createRegistry();
    const promoted = ['promote', model, 'v3', '--override-gate', '--reason', 'hotfix', ...confirmed];
    expect((await runLastgood(root, promoted)).code).toBe(0);
    const back = ['rollback', model, '--to', 'v2', '--reason', 'INC-42', ...confirmed];
    expect((await runLastgood(root, back, { actor: 'alice' })).code).toBe(0);
    const run = await trend(['groundedness', '--last', '2'], {}, root);
    expect(run.out).toMatch(/^v3 .*! now fails >= 3; rolled back .* by alice: INC-42$/m);
    expect(run.out).toContain('2 earlier versions left out.');
    expect(run.out).not.toMatch(/^v2 /m);
  });

  test('at a terminal draws the chart over the table', async () => {
    const run = await trend([], { output: { columns: 60, charset: 'unicode' } });
    expect(run.out).toContain('╌ gate ≥ 3 ');
    expect(run.out).toContain('● live');
    for (const line of run.out.split('\n').slice(4)) expect(line.length).toBeLessThanOrEqual(60);
  });

  test('at a terminal without UTF-8 draws it in ASCII', async () => {
    const run = await trend([], { output: { columns: 80, charset: 'ascii' } });
    expect(run.out).toContain('@ live');
    const chart = run.out.split('\n').slice(4, 20);
    expect(chart.join('')).toMatch(/^[ -~]*$/);
  });

  test('to an alias without a policy has no threshold', async () => {
    const run = await trend(['groundedness', '--to', 'candidate']);
    expect(run.out).not.toContain('wants');
    expect(run.out).not.toContain('fails');
  });

  test('--list lists what there is a trend of', async () => {
    expect((await trend(['--list'])).out.split('\n')).toEqual([
      'metric            newest  versions  unit        better',
      'groundedness        2.74         3  score 0..5  higher',
      'answer_relevance       4         4  score 0..5  higher',
      '',
    ]);
  });

  test('of a metric that is not there names the nearest', async () => {
    const run = await trend(['groundednes']);
    expect(run.code).toBe(1);
    expect(run.error).toBe(
      `lastgood: No version of ${model} has the metric groundednes.\n  Nearest: groundedness, answer_relevance.\n`,
    );
  });

  test.each(['0', '-1', 'all', '1.5'])('--last %s is refused', async last => {
    const run = await trend([`--last=${last}`]);
    expect(run.code).toBe(2);
    expect(run.error).toContain('--last takes a whole number from 1');
  });

  test('of versions without metrics says so, and is no error', async () => {
    const root = createTemporaryFolder();
    const versions = [{ version: 'v1', summary: {} }];
    buildS0Registry(root, { model, versions, latest: { form: 'none' } });
    const run = await trend([], {}, root);
    expect([run.code, run.out]).toEqual([0, `No version of ${model} has a metric.\n`]);
    expect(trendSchema.parse((await trend(['--json'], {}, root)).json())).toMatchObject({ metric: null });
  });

  test('--json has every point with its thresholds and crossing', async () => {
    const document = trendSchema.parse((await trend(['--json'])).json());
    expect(document).toMatchObject({
      metric: 'groundedness',
      policy: 'rag',
      thresholds: [{ operator: '>=', threshold: 3 }],
      newest: 'v3',
      best: 'v2',
      worst: 'v3',
      tendency: { movement: 'falls', versionCount: 2, verdict: 'worse' },
    });
    expect(document.points.map(point => [point.version, point.value, point.isLive, point.reaches])).toEqual([
      ['v1', 3.5, false, true],
      ['v2', 4, true, true],
      ['v3', 2.74, false, false],
      ['v4', null, false, null],
    ]);
    expect(document.points[2]?.toPrevious?.crosses).toBe('now fails');
  });
});

describe('diff', () => {
  test('says which metric crosses what the gate demands, and how large a change is', async () => {
    const run = await runLastgood(createRegistry(), ['diff', model, 'v2', 'v3'], { policies });
    expect(run.out).toMatch(/groundedness +4 +2\.74 +-1\.26 \(-31%\) +##### +worse, now fails$/m);
    expect(run.out).toContain('  ! groundedness falls below 3: the gate of latest would fail.');
  });

  test('is held against the gate of the alias that is named', async () => {
    const argv = ['diff', model, 'v2', 'v3', '--to', 'candidate'];
    const run = await runLastgood(createRegistry(), argv, { policies });
    expect(run.out).not.toContain('fails');
  });

  test('--json has thresholds and crossing', async () => {
    const run = await runLastgood(createRegistry(), ['diff', model, 'v2', 'v3', '--json'], { policies });
    expect(run.json()).toMatchObject({ gateAlias: 'latest' });
    expect(run.json()['metrics']).toContainEqual(
      expect.objectContaining({
        metric: 'groundedness',
        crosses: 'now fails',
        thresholds: [{ operator: '>=', threshold: 3 }],
      }),
    );
  });
});
