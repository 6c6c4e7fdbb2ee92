import { expect, test } from 'vitest';
import { createMlflowMachine, listTransitions, said } from '../support/mlflow/mlflow-machine.ts';

async function createStaged() {
  const machine = await createMlflowMachine();
  await machine.addVersions('fakes', 'Production', 'Staging');
  return machine;
}

/** What served was archived first and the next one promoted after it: a failure between left nothing in Production. */
test('B3.3: a promotion is one transaction of the server, and what served is archived by it', async () => {
  const machine = await createStaged();
  const run = await machine.mlops('promote', 'fakes', ...said);
  expect(run).toMatchObject({ code: 0, out: expect.stringContaining('Successfully promoted fakes v2') });
  const promotion = { name: 'fakes', version: '2', stage: 'Production', archive_existing_versions: true };
  // The two before it made the versions as they stood.
  expect(listTransitions(machine.fake).slice(2)).toEqual([promotion]);
  expect(machine.stagesOf('fakes')).toEqual(['Archived', 'Production']);
});

test.each([
  ['the server refuses', { does: 'status', status: 500, errorCode: 'INTERNAL_ERROR' }],
  ['the connection is reset before', { does: 'drop-before' }],
] as const)('B3.3: when %s, what served goes on serving and the exit code says so', async (_, fault) => {
  const machine = await createStaged();
  machine.fake.faults.add({ ...fault, path: /transition-stage/ });
  const run = await machine.mlops('promote', 'fakes', ...said);
  expect(run.code).toBeGreaterThan(0);
  expect(machine.stagesOf('fakes')).toEqual(['Production', 'Staging']);
});

test('B3.3: a promotion whose answer was lost is read back, and is done', async () => {
  const machine = await createStaged();
  machine.fake.faults.add({ path: /transition-stage/, does: 'drop-after' });
  const run = await machine.mlops('promote', 'fakes', ...said);
  expect(run.code, run.error).toBe(0);
  expect(machine.stagesOf('fakes')).toEqual(['Archived', 'Production']);
});
