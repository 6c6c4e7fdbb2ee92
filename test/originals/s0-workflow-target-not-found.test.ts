import { expect, test } from 'vitest';
import { listResults, runRollback } from '../support/actions/rollback-run.ts';
import { takeShare } from '../support/proof-size.ts';

const allDone = {
  'validate-rollback-target': 'success',
  'execute-rollback': 'success',
  validation: 'success',
};

const targets: readonly (readonly [Readonly<Record<string, string | boolean>>, string])[] = [
  [{ target_version: 'v7' }, 'v7'],
  [{ target_version: '7' }, 'v7'],
  [{ target_version: 'frontshift-rag_v7' }, 'v7'],
  [{ use_previous: true }, 'v10'],
  [{ use_previous: true, target_version: 'v7' }, 'v10'],
  [{}, 'v10'],
];

/** B0.1: rollback.yml called rollback_model.py, which knew neither `v7` nor `7`, and could never end well. */
test.each(takeShare(targets, 2))(
  "S0's rollback workflow, B0.1: dispatched with %j it goes to %s",
  async (inputs, target) => {
    const run = runRollback(inputs);
    expect(listResults(run)).toEqual(allDone);
    expect(run.jobs['validate-rollback-target']?.outputs).toEqual({ target });
    expect(run.jobs['execute-rollback']?.outputs).toEqual({
      status: 'success',
      outcome: 'applied',
      error: '',
      previous: 'v11',
      live: target,
    });
    expect(await run.live()).toBe(target);
  },
);

test("S0's rollback workflow: a version that is not there ends it before anybody is asked to approve", async () => {
  const run = runRollback({ target_version: 'v99' });
  expect(listResults(run)).toEqual({
    'validate-rollback-target': 'failure',
    'execute-rollback': 'skipped',
    validation: 'skipped',
  });
  expect(run.jobs['validate-rollback-target']?.errors).toEqual([
    'version-not-found: frontshift-rag has no version v99. Its newest versions: v7, v8, v9, v10, v11.',
  ]);
  expect(await run.live()).toBe('v11');
});
