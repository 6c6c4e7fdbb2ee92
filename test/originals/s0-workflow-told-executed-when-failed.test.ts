import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { listResults, runRollback, workflowModel } from '../support/actions/rollback-run.ts';
import { readWorkflow } from '../support/actions/workflow-file.ts';
import { writeS0Registry } from '../support/registry-rig.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';
import { builtProgram } from '../support/terminal.ts';

/** S0's mail and issue said "Model Rollback Executed" whatever had happened, from a job of their own with `if: always()`. */
test("S0's rollback workflow: a rollback that fails says failed, everywhere", async () => {
  const registry = createTemporaryFolder();
  writeS0Registry(registry, workflowModel, 3);
  // Approved, and gone when it is to be done.
  const run = runRollback(
    { target_version: 'v1' },
    {
      registry,
      afterJob: job => job === 'validate-rollback-target' && lastgood(registry, 'hold', workflowModel, 'v1'),
    },
  );
  expect(listResults(run)).toEqual({
    'validate-rollback-target': 'success',
    'execute-rollback': 'failure',
    validation: 'failure',
  });
  const executed = run.jobs['execute-rollback'];
  expect(executed?.outputs).toMatchObject({ status: 'failure', previous: 'v3', live: 'v3', outcome: '' });
  expect(executed?.outputs['error']).toContain('held');
  expect(executed?.summary).toContain('failed (exit 5)');
  expect(executed?.summary).not.toMatch(/\bdone\b|executed/i);
  expect(run.jobs['validation']?.errors).toEqual(['Live is v3, the target was v1.']);
  // What it left is uploaded all the same.
  expect(run.artifacts['rollback-logs']).toEqual(['rollback.json']);
  expect(await run.live()).toBe('v3');
});

test("S0's rollback workflow: no step tells anybody by itself; the program that did it does", () => {
  const { jobs } = readWorkflow('rollback.yml');
  const steps = Object.values(jobs).flatMap(job => job.steps);
  const late = 'Tell what is still to be told';
  const always = steps.filter(step => step.if?.includes('always()')).map(step => step.uses ?? step.name);
  expect(new Set(always)).toEqual(new Set(['actions/upload-artifact@v5', late]));
  const telling = steps.filter(step => JSON.stringify(step).includes('EMAIL_SENDER'));
  expect(telling.map(step => step.name)).toEqual(['Roll back', late]);
  // Of what that one sends it knows nothing: it stands in the outbox, with the outcome it had.
  expect(telling[1]?.run).toContain('lastgood outbox send');
  expect(JSON.stringify(telling[1])).not.toMatch(/inputs\.|steps\.|needs\.|job\.status/);
});

function lastgood(registry: string, ...argv: readonly string[]): void {
  const [file = '', ...rest] = builtProgram(...argv, '--registry', registry, '--reason', 'broken', '--yes');
  const { status, stderr } = spawnSync(file, rest, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}
