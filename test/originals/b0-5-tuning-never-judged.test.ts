import { expect, test } from 'vitest';
import { passingSummary, tuningReportOf } from '../support/evidence-files.ts';
import { confirmedMove, createGatedRegistry, createResults, gatedModel } from '../support/gated-registry.ts';

const worse = { ...passingSummary, groundedness: passingSummary.groundedness - 0.2 };
const better = { ...passingSummary, groundedness: passingSummary.groundedness + 0.2 };

/** The original wanted a shape that its own tuning never wrote, and skipped the check: a regression passed. */
test.each([
  { shape: 'as the tuning writes it', tuning: tuningReportOf(passingSummary, worse) },
  { shape: 'as the original gate wanted it', tuning: { baseline: passingSummary, best: worse } },
])('B0.5: a best run that is worse than the baseline fails, $shape', async ({ tuning }) => {
  const { run } = createGatedRegistry();
  const results = createResults({ tuning });
  const judged = await run('gate', '--results', results, '--json');
  expect(judged.json()).toMatchObject({ report: { verdict: 'FAIL' } });
  expect((await run('promote', gatedModel, 'v1', '--results', results, ...confirmedMove)).code).toBe(3);
});

test.each([
  { name: 'better', tuning: tuningReportOf(passingSummary, better) },
  { name: 'equal', tuning: tuningReportOf(passingSummary, passingSummary) },
])('B0.5: a best run that is $name passes', async ({ tuning }) => {
  const { run } = createGatedRegistry();
  expect((await run('gate', '--results', createResults({ tuning }))).code).toBe(0);
});
