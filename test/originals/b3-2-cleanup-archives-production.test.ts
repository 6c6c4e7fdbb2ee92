import { expect, test } from 'vitest';
import { createMlflowMachine } from '../support/mlflow/mlflow-machine.ts';

/** Cleaning up archived whatever was older than the three newest, what served included. */
test('B3.2: a cleanup leaves what is in Production, in Staging and under an alias', async () => {
  const machine = await createMlflowMachine();
  await machine.addVersions('fakes', 'Production', 'Staging', 'None', 'None', 'None', 'None', 'None');
  await machine.client.setAlias({ model: 'fakes', version: '3' }, 'champion');
  const run = await machine.mlops('cleanup', 'fakes', '--yes');
  expect(run.code, run.error).toBe(0);
  expect(machine.stagesOf('fakes')).toEqual([
    'Production',
    'Staging',
    'None',
    'Archived',
    'None',
    'None',
    'None',
  ]);
});

test('B3.2: what it would do, and why each version stays, is told before', async () => {
  const machine = await createMlflowMachine();
  await machine.addVersions('fakes', 'Production', 'None', 'None', 'None');
  const { out } = await machine.mlops('cleanup', 'fakes', '--keep', '1', '--dry-run');
  expect(out).toMatch(/v1\s+keep\s+live under Production/);
  expect(out).toMatch(/v2\s+archive/);
  expect(machine.stagesOf('fakes')).toEqual(['Production', 'None', 'None', 'None']);
});

test('B3.2: what is in Production is not archived by hand either', async () => {
  const machine = await createMlflowMachine();
  await machine.addVersions('fakes', 'Production');
  for (const argv of [
    ['archive', 'fakes', '1'],
    ['transition', 'fakes', '1', 'Archived'],
  ]) {
    const run = await machine.mlops(...argv, '--reason', 'INC-1', '--yes');
    expect(run).toMatchObject({ code: 1, error: expect.stringContaining('is live under Production') });
  }
  expect(machine.stagesOf('fakes')).toEqual(['Production']);
});
