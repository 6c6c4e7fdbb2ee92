import { expect, test } from 'vitest';
import { createMlflowMachine } from '../support/mlflow/mlflow-machine.ts';

/** The address had no version, which MLflow does not take, and the list of models was written into the program. */
test('B3.8: what is to be served has an address that MLflow takes', async () => {
  const machine = await createMlflowMachine();
  await machine.addVersions('fakes', 'None', 'Production');
  const run = await machine.run('resolve', 'fakes', '--json');
  expect(run.json()).toMatchObject({ uri: 'models:/fakes/2', alias: 'Production', version: 'v2' });
});

test('B3.8: the models are those of the server', async () => {
  const machine = await createMlflowMachine();
  expect((await machine.run('models', '--json')).json()).toMatchObject({ models: [] });
  await machine.addVersions('fakes', 'Staging');
  await machine.addVersions('prices', 'Production');
  const run = await machine.run('models', '--json');
  expect(run.json()['models']).toMatchObject([{ model: 'fakes' }, { model: 'prices' }]);
});
