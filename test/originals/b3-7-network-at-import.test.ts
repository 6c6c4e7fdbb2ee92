import { expect, test } from 'vitest';
import { createMlflowMachine } from '../support/mlflow/mlflow-machine.ts';

/** Importing the module asked the server: every command, its help included, hung or failed without one. */
test.each([
  [['--help'], 0],
  [['--version'], 0],
  [['mlops', '--help'], 0],
  [['mlops', 'promote', '--help'], 0],
  [['mlops', 'transition', 'fakes', '1', 'Nowhere'], 2],
  [['mlops', 'list_versions'], 2],
  [['mlops'], 2],
])('B3.7: no server is asked by %j', async (argv, code) => {
  const machine = await createMlflowMachine();
  expect((await machine.run(...argv)).code).toBe(code);
  expect(machine.fake.log).toEqual([]);
});

test('B3.7: help says what there is, with both spellings of list_versions understood', async () => {
  const machine = await createMlflowMachine();
  const { out } = await machine.run('mlops', '--help');
  for (const name of ['list_versions', 'transition', 'promote', 'info', 'cleanup', 'archive'])
    expect(out).toContain(name);
  await machine.addVersions('fakes', 'None');
  const [one, other] = [
    await machine.mlops('list_versions', 'fakes'),
    await machine.mlops('list-versions', 'fakes'),
  ];
  expect(one).toMatchObject({ code: 0, out: other.out });
});
