import { expect, test } from 'vitest';
import { passingSummary } from '../support/evidence-files.ts';
import { createGatedRegistry, createResults } from '../support/gated-registry.ts';

/** The judge was told that 5 is best for every metric; the gate wanted hallucination below 0.5. Nobody noticed the two scales. */
test('B0.6: a judge score where a ratio belongs is an error that names both scales', async () => {
  const { run } = createGatedRegistry();
  const main = { ...passingSummary, hallucination_score: 4.2 };
  const judged = await run('gate', '--results', createResults({ main }));
  expect(judged.code).toBe(3);
  expect(judged.out).toContain('ERROR');
  expect(judged.out).toMatch(/hallucination_score is 4\.2, which is no ratio 0\.\.1.*judge score 0\.\.5/);
});

test('B0.6: a file that declares another unit than the policy is an error, whatever the number', async () => {
  const { run } = createGatedRegistry();
  const main = { ...passingSummary, units: { hallucination_score: 'score 0..5' } };
  const judged = await run('gate', '--results', createResults({ main }), '--json');
  expect(judged.code).toBe(3);
  expect(judged.json()).toMatchObject({ report: { verdict: 'ERROR' } });
});
