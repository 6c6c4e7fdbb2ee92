import { expect, test } from 'vitest';
import { runDeploy } from '../support/actions/deploy-run.ts';
import { listResults } from '../support/actions/rollback-run.ts';

/** S0 set deploy_status and deploy_error in a branch that `bash -e -o pipefail` never reaches: after a failure both were empty. */
test("S0's deploy workflow: a deployment that is refused says so in its outputs", async () => {
  const run = runDeploy({ quality_gate_status: 'FAIL' });
  expect(listResults(run)).toEqual({
    ...{ 'quality-gate': 'success', 'deploy-to-registry': 'failure', 'post-deployment-check': 'failure' },
  });
  expect(run.outputs['deploy_status']).toBe('failure');
  expect(run.outputs['deploy_error']).toContain('The quality gate says FAIL: nothing was registered.');
  expect(run.outputs['deploy_error']).not.toContain('\n');
  expect(run.artifacts['model-registry']).toEqual(['deploy.json']);
  expect(await run.live()).toBe('v3');
});

test("S0's deploy workflow: evidence that fails the gate ends it before anybody is asked to approve", async () => {
  const run = runDeploy({}, { results: { smoke: 'absent' } });
  expect(listResults(run)).toEqual({
    ...{ 'quality-gate': 'failure', 'deploy-to-registry': 'skipped', 'post-deployment-check': 'skipped' },
  });
  expect(run.outputs).toEqual({ deploy_status: 'failure', deploy_error: 'The deployment did not begin.' });
  expect(run.artifacts['quality-gate']).toContain('quality_gate.json');
  expect(await run.live()).toBe('v3');
});

test("S0's deploy workflow: a status PASS that was given lets nothing through", async () => {
  const run = runDeploy({ quality_gate_status: 'PASS' }, { results: { slices: { slices: {} } } });
  expect(run.outputs['deploy_status']).toBe('failure');
  expect(await run.live()).toBe('v3');
});

test("S0's deploy workflow: what passes is registered, promoted, and found by a machine that was not there", async () => {
  const run = runDeploy({ model_path: 'models/model.gguf' });
  expect(listResults(run)).toEqual({
    ...{ 'quality-gate': 'success', 'deploy-to-registry': 'success', 'post-deployment-check': 'success' },
  });
  expect(run.outputs).toEqual({ deploy_status: 'success', deploy_error: '' });
  expect(run.jobs['deploy-to-registry']?.outputs).toEqual({
    ...{ status: 'success', error: '', version: 'v4', previous: 'v3' },
  });
  expect(run.jobs['quality-gate']?.summary).toContain('| Verdict | PASS |');
  expect(run.artifacts['quality-gate']).toEqual(['gate.json', 'quality_gate.json', 'quality_gate.txt']);
  expect(run.artifacts['model-registry']).toEqual(['deploy.json', 'metadata_last_push.json']);
  expect(await run.live()).toBe('v4');
});

test("S0's deploy workflow: an artifact that was named and is not there is never made up by what lies in the repository", () => {
  expect(() => runDeploy({ evaluation_artifact_name: 'of-another-run' })).toThrow(
    'no artifact of-another-run',
  );
});

test("S0's deploy workflow: dispatched, it judges what the repository has", async () => {
  const options = { trigger: 'workflow_dispatch', fillCheckout: () => undefined } as const;
  const run = runDeploy({}, options);
  expect(listResults(run)['quality-gate']).toBe('failure');
  expect(run.jobs['quality-gate']?.errors.join()).toContain('results-not-found');
});
