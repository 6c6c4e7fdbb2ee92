import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { biasReportOf, passingSlice } from '../support/evidence-files.ts';
import { confirmedMove, createGatedRegistry, createResults, gatedModel } from '../support/gated-registry.ts';

const bad = {
  slice_value: 'leave',
  count: 5,
  metrics: { groundedness: 0.1, answer_relevance: 0.1, factual_correctness: 0.1 },
};

/** The original looked for a key that its own evaluation never wrote: slices at 0.1 passed. */
test.each([
  { shape: 'as the evaluation writes them', slices: biasReportOf([passingSlice, bad]) },
  {
    shape: 'as the original gate wanted them',
    slices: { slices: { pto: passingSlice.metrics, leave: bad.metrics } },
  },
])('B0.4: bad slices fail, $shape', async ({ slices }) => {
  const results = createResults({ slices, status: 'PASS' });
  const { run } = createGatedRegistry();
  const judged = await run('compute_quality_gate', '--results-dir', results, '--json');
  expect(judged.json()).toMatchObject({ report: { verdict: 'FAIL' } });
  expect(readFileSync(join(results, 'quality_gate.txt'), 'utf8')).toBe('FAIL');
  const promoted = await run('promote', gatedModel, 'v1', '--results', results, ...confirmedMove);
  expect(promoted.code).toBe(3);
  expect(promoted.error).toContain('leave');
});

/** No slices at all passed too. */
test.each([
  { name: 'an empty list', slices: biasReportOf([]) },
  { name: 'no field', slices: { dataset: 'slices', slice_fields: [], metrics: {} } },
])('B0.4: a report without slices never passes: $name', async ({ slices }) => {
  const { run } = createGatedRegistry();
  const judged = await run('gate', '--results', createResults({ slices }), '--json');
  expect(judged.code).toBe(3);
  expect(judged.json()).toMatchObject({ report: { verdict: 'INCONCLUSIVE' } });
});
