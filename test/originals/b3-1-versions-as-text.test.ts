import { expect, test } from 'vitest';
import { createMlflowMachine, said } from '../support/mlflow/mlflow-machine.ts';

const eleven = Array.from({ length: 11 }, () => 'None');

/** Versions came as texts and were compared as texts: 9 was newer than 10, and a cleanup of eleven archived the tenth. */
test.each(['number', 'text'] as const)(
  'B3.1: versions are in the order of their numbers, sent as %s',
  async int64 => {
    const machine = await createMlflowMachine({ flavour: { int64 } });
    await machine.addVersions('fakes', ...eleven);
    const { out } = await machine.mlops('list_versions', 'fakes');
    const listed = out.split('\n').filter(line => line.startsWith('Version '));
    expect(listed).toEqual(eleven.map((_, at) => `Version ${at + 1}:`));
  },
);

test('B3.1: of several in Staging the newest by number is promoted', async () => {
  const machine = await createMlflowMachine();
  await machine.addVersions('fakes', ...eleven.slice(0, 8), 'Staging', 'Staging');
  const run = await machine.mlops('promote', 'fakes', ...said);
  expect(run.code, run.error).toBe(0);
  expect(machine.stagesOf('fakes')[9]).toBe('Production');
});

test('B3.1: a cleanup keeps the three newest by number', async () => {
  const machine = await createMlflowMachine();
  await machine.addVersions('fakes', ...eleven);
  expect((await machine.mlops('cleanup', 'fakes', '--yes')).code).toBe(0);
  const kept = machine.stagesOf('fakes').flatMap((stage, at) => (stage === 'Archived' ? [] : [at + 1]));
  expect(kept).toEqual([9, 10, 11]);
});
