import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createAfsCatalog, linesOf, modelOf, said } from '../support/afs-catalog.ts';
import { bindPolicy } from '../support/evidence-files.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

/** The rollback of the deployment commands only deployed: the version that was left stayed deployed too. */
test('B2.12: after a rollback one version is deployed, and the one that was left is deprecated', async () => {
  const catalog = createAfsCatalog([modelOf('majora', 'v1', 'v2')]);
  await catalog.afs('deploy', 'majora', 'v1', ...said);
  await catalog.afs('deploy', 'majora', 'v2', ...said);
  const run = await catalog.afs('rollback', 'majora', 'v1', ...said);
  expect([run.code, run.out]).toEqual([0, expect.stringContaining('✓ Rolled back to majora:v1')]);
  expect(catalog.listDeployed('majora')).toEqual(['v1']);
  expect(catalog.readVersion('majora', 'v2')).toMatchObject({ status: 'deprecated', deployed: false });
});

/** Its compare took one dictionary from another, and died. */
test('B2.12: versions are compared though their metrics are groups', async () => {
  const scores = (rouge1: number) => ({ rouge_scores: { rouge1 }, custom_metrics: { zelda_iq: rouge1 } });
  const catalog = createAfsCatalog([
    modelOf('majora', { version: 'v1', scores: scores(0.4) }, { version: 'v2', scores: scores(0.5) }),
  ]);
  const run = await catalog.afs('compare', 'majora', 'v1', 'v2');
  expect(run.code).toBe(0);
  expect(linesOf(run)).toEqual(expect.arrayContaining(['rouge1:', '  v1: 0.4', '  v2: 0.5', 'zelda_iq:']));
});

const report = {
  ...{ total_tests: 100, passed_tests: 100, coverage_percent: 95, critical_vulnerabilities: 0 },
  ...{ high_vulnerabilities: 0, medium_vulnerabilities: 0, throughput_tokens_per_sec: 50 },
  ...{ baseline_quality_score: 0.8, baseline_latency_ms: 100, memory_mb: 100, baseline_memory_mb: 100 },
};

/** A change was measured without its sign, so that an improvement beyond the limit was stopped as a regression. */
test.each([
  ['a large improvement', { quality_score: 0.99, latency_ms: 40 }, 'PASS', 0],
  ['a regression', { quality_score: 0.72, latency_ms: 40 }, 'FAIL', 3],
  ['no quality at all, which passed too', { latency_ms: 40 }, 'INCONCLUSIVE', 3],
])('B2.12: the gate says of %s what it is', async (_, metrics, verdict, code) => {
  const catalog = createAfsCatalog([modelOf('majora', 'v1')]);
  const results = createTemporaryFolder();
  writeFileSync(join(results, 'quality_report.json'), JSON.stringify({ ...report, ...metrics }));
  const policies = bindPolicy('staging', { alias: 'deployed' });
  const run = await catalog.afsWith({ policies }, 'deploy', 'majora', 'v1', ...said);
  expect(run.code, 'without evidence').toBe(3);
  const judged = await catalog.run('gate', '--results', results, '--policy', 'staging', '--json');
  expect([judged.code, judged.json()]).toEqual([
    code,
    expect.objectContaining({ report: expect.objectContaining({ verdict }) }),
  ]);
});
