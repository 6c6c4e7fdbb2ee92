import { expect, test } from 'vitest';
import { listResults, runRollback } from '../support/actions/rollback-run.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

/** S0 ran `--list-versions` without `--registry-dir`: on a runner that is an empty local folder. */
test("S0's rollback workflow: the versions that are listed are those of the registry", () => {
  const { jobs } = runRollback({ target_version: 'v7' });
  const list = jobs['validate-rollback-target']?.steps.find(step => step.name === 'List the versions');
  expect(list?.outcome).toBe('success');
  const listed = [...(list?.summary ?? '').matchAll(/^- (v\d+)$/gm)].map(match => match[1]);
  expect(listed.toSorted()).toEqual(Array.from({ length: 11 }, (_, at) => `v${at + 1}`).toSorted());
});

test("S0's rollback workflow: a registry that is not there is an error, not an empty list", () => {
  const registry = `${createTemporaryFolder()}/models_registry`;
  const run = runRollback({ target_version: 'v7' }, { registry });
  expect(listResults(run)).toEqual({
    'validate-rollback-target': 'failure',
    'execute-rollback': 'skipped',
    validation: 'skipped',
  });
  expect(run.jobs['validate-rollback-target']?.errors.join()).toContain('registry-not-found');
});
