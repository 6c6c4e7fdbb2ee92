import { expect, test } from 'vitest';
import { createMlflowMachine, said } from '../support/mlflow/mlflow-machine.ts';

const windows = 'file:///C:/Users/amin/PriceCheckTN/mlruns/1/f0281/artifacts/model';

/** The registry held paths of the machine it was trained on: nobody else could load from it, and nothing said so. */
test('B3.10: a path of another machine is told as it is, and never taken for a file here', async () => {
  const machine = await createMlflowMachine();
  await machine.addVersions('fakes', 'Staging');
  const [stored] = machine.fake.store.models.get('fakes')?.versions ?? [];
  // A server takes such a path only of a run of its own; S3's had been logged on another machine.
  if (stored !== undefined) stored.source = windows;
  const run = await machine.mlops('promote', 'fakes', ...said);
  expect(run.code, run.error).toBe(0);
  const resolved = await machine.run('resolve', 'fakes', '--json');
  expect(resolved.json()).toMatchObject({ weightsPath: windows, sha256: null, uri: 'models:/fakes/1' });
});

test('B3.10: a model is registered by an address that every machine can use', async () => {
  const machine = await createMlflowMachine();
  const run = await machine.run('register', 'fakes', '--model-path', 's3://models/fakes/7', '--yes');
  expect(run.code, run.error).toBe(0);
  const version = await machine.client.getVersion({ model: 'fakes', version: '1' });
  expect(version?.source).toBe('s3://models/fakes/7');
});
