import { mkdirSync, renameSync, symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listResults, runRollback, workflowModel } from '../support/actions/rollback-run.ts';
import { writeS0Registry } from '../support/registry-rig.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

/** S0's validation after a rollback looked for the registry in a fresh checkout, printed a warning and was green. */
test("S0's rollback workflow: the check afterwards fails when the registry does not serve the target", () => {
  const registry = createTemporaryFolder();
  writeS0Registry(registry, workflowModel, 3);
  const moveBack = (job: string): void => {
    if (job !== 'execute-rollback') return;
    unlinkSync(join(registry, `${workflowModel}_latest`));
    symlinkSync(`${workflowModel}_v3`, join(registry, `${workflowModel}_latest`));
  };
  const run = runRollback({ target_version: 'v1' }, { registry, afterJob: moveBack });
  expect(listResults(run)).toEqual({
    'validate-rollback-target': 'success',
    'execute-rollback': 'success',
    validation: 'failure',
  });
  expect(run.jobs['validation']?.errors).toEqual(['Live is v3, the target was v1.']);
});

test("S0's rollback workflow: the check afterwards fails when the registry cannot be read", () => {
  const registry = join(createTemporaryFolder(), 'models_registry');
  mkdirSync(registry);
  writeS0Registry(registry, workflowModel, 3);
  const loseIt = (job: string): void => {
    if (job === 'execute-rollback') renameSync(registry, `${registry}-lost`);
  };
  const run = runRollback({ target_version: 'v1' }, { registry, afterJob: loseIt });
  expect(run.jobs['execute-rollback']?.result).toBe('success');
  expect(run.jobs['validation']?.result).toBe('failure');
});
