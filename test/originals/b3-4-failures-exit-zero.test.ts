import { expect, test } from 'vitest';
import { createMlflowMachine, type MlflowMachine, said } from '../support/mlflow/mlflow-machine.ts';

async function createServing(): Promise<MlflowMachine> {
  const machine = await createMlflowMachine();
  await machine.addVersions('fakes', 'Production', 'None');
  return machine;
}

/** Every failure was logged, and the command ended with 0. */
test.each([
  ['an unknown model', ['info', 'nobody'], 1, 'model-not-found'],
  ['an unknown model to clean up', ['cleanup', 'nobody', '--yes'], 1, 'model-not-found'],
  ['an unknown version', ['transition', 'fakes', '9', 'Staging', '--yes'], 1, 'version-not-found'],
  ['an unknown version to archive', ['archive', 'fakes', '9', '--yes'], 1, 'version-not-found'],
  ['nothing in Staging', ['promote', 'fakes', ...said], 1, 'alias-not-found'],
  ['a stage that is none', ['transition', 'fakes', '2', 'Live', '--yes'], 2, 'usage'],
  ['no confirmation', ['transition', 'fakes', '2', 'Production'], 2, 'confirmation-required'],
  ['writing switched off', ['transition', 'fakes', '2', 'Staging', '--yes', '--read-only'], 8, 'read-only'],
])('B3.4: %s is told by the exit code', async (_, argv, code, problem) => {
  const machine = await createServing();
  const run = await machine.mlops(...argv, '--json');
  expect(run.code, run.error).toBe(code);
  expect(run.json()).toMatchObject({ schema: 'lastgood/error/1', error: { code: problem } });
  expect(machine.stagesOf('fakes')).toEqual(['Production', 'None']);
});

test('B3.4: a stage that is none names the four there are', async () => {
  const machine = await createServing();
  const { error } = await machine.mlops('transition', 'fakes', '2', 'Live', '--yes');
  expect(error).toContain('None, Staging, Production, Archived');
});

test.each([[['list_versions', 'fakes']], [['promote', 'fakes', ...said]]])(
  'B3.4: a server that is not there is told by the exit code: %j',
  async argv => {
    const machine = await createServing();
    await machine.fake.stop();
    expect((await machine.mlops(...argv)).code).toBe(8);
  },
);

test('B3.4: a login that counts no more is told by the exit code', async () => {
  const machine = await createServing();
  machine.fake.login = { username: 'anna', password: 'another' };
  const run = await machine.mlops('list_versions', 'fakes', '--json');
  expect(run.code).toBe(8);
  expect(run.json()).toMatchObject({ error: { code: 'login-required' } });
});
