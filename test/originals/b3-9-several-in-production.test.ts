import { expect, test } from 'vitest';
import { createMlflowMachine, said } from '../support/mlflow/mlflow-machine.ts';

/** Of several in Production only the newest was archived: the others went on being in Production. */
test('B3.9: a promotion leaves one in Production, however many there were', async () => {
  const machine = await createMlflowMachine();
  await machine.addVersions('fakes', 'Production', 'Production', 'None', 'Staging');
  expect((await machine.run('models')).out).toContain('v1 and v2 at once');
  const run = await machine.mlops('promote', 'fakes', ...said);
  expect(run.code, run.error).toBe(0);
  expect(machine.stagesOf('fakes')).toEqual(['Archived', 'Archived', 'None', 'Production']);
});

test.each(['1', '2'])('B3.9: choosing %s of two in Production archives the other one', async chosen => {
  const machine = await createMlflowMachine();
  await machine.addVersions('fakes', 'Production', 'Production');
  const run = await machine.mlops('transition', 'fakes', chosen, 'Production', ...said);
  expect(run.code, run.error).toBe(0);
  const expected = chosen === '1' ? ['Production', 'Archived'] : ['Archived', 'Production'];
  expect(machine.stagesOf('fakes')).toEqual(expected);
});

test('B3.9: of several in Staging none is left there when one goes on to Production', async () => {
  const machine = await createMlflowMachine();
  await machine.addVersions('fakes', 'Staging', 'Staging');
  expect((await machine.mlops('promote', 'fakes', ...said)).code).toBe(0);
  expect(machine.stagesOf('fakes')[1]).toBe('Production');
  expect((await machine.run('resolve', 'fakes')).out).toBe('v2\n');
});
