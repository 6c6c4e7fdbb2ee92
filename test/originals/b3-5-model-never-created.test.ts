import { expect, test } from 'vitest';
import { addRun } from '../support/mlflow/add-run.ts';
import { createMlflowMachine } from '../support/mlflow/mlflow-machine.ts';

/** Registering wanted an active run, and a registered model that nobody had made. */
test('B3.5: a model of a run is registered outside of it, and the registered model is made', async () => {
  const machine = await createMlflowMachine();
  const runId = await addRun(machine.client, 'training', { metrics: { accuracy: 0.91 } });
  const argv = ['register', 'fakes', '--model-path', `runs:/${runId}/model`, '--tag', 'framework=pytorch'];
  const run = await machine.run(...argv, '--notes', 'BERT for fake reviews', '--yes');
  expect(run.code, run.error).toBe(0);
  const version = await machine.client.getVersion({ model: 'fakes', version: '1' });
  expect(version).toMatchObject({
    runId,
    description: 'BERT for fake reviews',
    tags: { framework: 'pytorch' },
  });
  const shown = await machine.run('show', 'fakes', '1', '--json');
  expect(shown.json()).toMatchObject({ metrics: { accuracy: 0.91 } });
});

test('B3.5: registered to Staging, the next command is printed, and works', async () => {
  const machine = await createMlflowMachine();
  const runId = await addRun(machine.client, 'training');
  const argv = ['register', 'fakes', '--model-path', `runs:/${runId}/model`, '--to', 'Staging', '--yes'];
  const run = await machine.run(...argv);
  expect(run.code, run.error).toBe(0);
  expect(machine.stagesOf('fakes')).toEqual(['Staging']);
  const next = /^Next, when it is tested: lastgood (.+)$/m.exec(run.out)?.[1] ?? '';
  expect(next).toBe('promote fakes v1 --to Production');
  const promoted = await machine.run(...next.split(' '), '--yes', '--confirm', 'fakes@Production');
  expect(promoted.code, promoted.error).toBe(0);
  expect(machine.stagesOf('fakes')).toEqual(['Production']);
});
