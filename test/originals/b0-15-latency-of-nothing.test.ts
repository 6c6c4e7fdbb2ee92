import { expect, test } from 'vitest';
import { biasReportOf, passingSlice, passingSummary } from '../support/evidence-files.ts';
import { confirmedMove, createGatedRegistry, createResults, gatedModel } from '../support/gated-registry.ts';

/** Without timings the original wrote a latency of 0.0, which passed as the fastest model of all. */
test.each([0, -1])('B0.15: a latency of %d s is no measurement', async latency => {
  const { run } = createGatedRegistry();
  const results = createResults({ main: { ...passingSummary, latency_total: latency } });
  const judged = await run('gate', '--results', results, '--json');
  expect(judged.code).toBe(3);
  expect(judged.json()).toMatchObject({ report: { verdict: 'INCONCLUSIVE' } });
  const promoted = await run('promote', gatedModel, 'v1', '--results', results, ...confirmedMove);
  expect(promoted.code).toBe(3);
  expect(promoted.error).toMatch(/latency_total.*no measurement/);
});

/** Its averages divided by rows that lacked the metric; a slice that lacks it altogether passed unseen. */
test('B0.15: a slice without the metric is inconclusive', async () => {
  const { run } = createGatedRegistry();
  const { groundedness: _, ...metrics } = passingSlice.metrics;
  const slices = biasReportOf([passingSlice, { ...passingSlice, slice_value: 'leave', metrics }]);
  const judged = await run('gate', '--results', createResults({ slices }), '--json');
  expect(judged.code).toBe(3);
  expect(judged.json()).toMatchObject({ report: { verdict: 'INCONCLUSIVE' } });
});
