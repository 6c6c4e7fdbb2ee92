import { expect, test } from 'vitest';
import { addRun } from '../support/mlflow/add-run.ts';
import { createMlflowMachine } from '../support/mlflow/mlflow-machine.ts';

/** The training logged its model under the registered name and then registered it once more: two versions of each. */
test('B3.6: a model is registered and staged by one command, as one version', async () => {
  const machine = await createMlflowMachine();
  const runId = await addRun(machine.client, 'training');
  const run = await machine.run(
    ...['register', 'fakes', '--model-path', `runs:/${runId}/model`, '--to', 'Staging'],
    '--yes',
  );
  expect(run.code, run.error).toBe(0);
  expect(machine.stagesOf('fakes')).toEqual(['Staging']);
});

test('B3.6: a registration whose answer was lost is found again, not made again', async () => {
  const machine = await createMlflowMachine();
  const runId = await addRun(machine.client, 'training');
  machine.fake.faults.add({ path: /model-versions\/create/, does: 'drop-after' });
  const run = await machine.run(
    'register',
    'fakes',
    '--model-path',
    `runs:/${runId}/model`,
    '--yes',
    '--json',
  );
  expect(run.code, run.error).toBe(0);
  expect(run.json()).toMatchObject({ registration: { version: 'v1', outcome: 'applied' } });
  expect(machine.stagesOf('fakes')).toEqual(['None']);
});
