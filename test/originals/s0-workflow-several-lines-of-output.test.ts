import { expect, test } from 'vitest';
import { runRollback } from '../support/actions/rollback-run.ts';
import { parseRunnerFile } from '../support/actions/runner-file.ts';

/** B0.16: what `--resolve-target` printed beside the version went into GITHUB_OUTPUT, which the runner refuses. */
test("S0's rollback workflow, B0.16: the output of the target is one version, and every output is whole", () => {
  expect(() => parseRunnerFile('target=Downloading registry\nv7\n')).toThrow("Invalid format 'v7'");
  const { jobs } = runRollback({ target_version: '7' });
  expect(jobs['validate-rollback-target']?.outputs).toEqual({ target: 'v7' });
  expect(jobs['validate-rollback-target']?.steps.map(step => step.outcome)).not.toContain('failure');
});

test("S0's rollback workflow, B0.16: an error of several lines is one output", () => {
  const { jobs } = runRollback({ target_version: 'v99\ntarget=v1\nv1' });
  expect(jobs['validate-rollback-target']?.result).toBe('failure');
  expect(jobs['validate-rollback-target']?.outputs).toEqual({ target: '' });
});
