import { expect, test } from 'vitest';
import { createS1Machine } from '../support/mlflow/s1-machine.ts';
import { createS1Project } from '../support/s1-project.ts';
import { takeSnapshot } from '../support/snapshot.ts';

const unpublished = ['--yes', '--confirm', 'ecommerce-chatbot@latest'];

/** Production was switched first and the upload failed after it: the two were apart, and nothing put them together again. */
test.each([
  ['the command line names a hub', ['--hf-model-id', 'ORG/NAME'], {}],
  ['the parameters ask for it', [], { huggingface: { push_to_hub: true, model_id: 'ORG/NAME' } }],
  ['the parameters name a hub and do not say no', [], { huggingface: { model_id: 'ORG/NAME' } }],
])(
  'B1.6: where publishing is wished because %s, production does not move without it',
  async (_, argv, deployment) => {
    const project = createS1Project();
    project.configure(deployment);
    const before = takeSnapshot(project.registry);
    const run = await project.run('deployment_script', [...unpublished, ...argv]);
    expect(run).toMatchObject({ code: 2, error: expect.stringContaining('--skip-hf-push') });
    expect(takeSnapshot(project.registry)).toEqual(before);
    expect(project.readResult('deployment_info.json')).toMatchObject({
      should_deploy: false,
      huggingface_deployed: false,
      lastgood: { problem: { code: 'capability-missing' } },
    });
  },
);

test.each([
  [
    'the command line says no',
    ['--skip-hf-push'],
    { huggingface: { push_to_hub: true, model_id: 'ORG/NAME' } },
  ],
  ['the parameters say no', [], { huggingface: { push_to_hub: false, model_id: 'ORG/NAME' } }],
  ['nobody names a hub', [], {}],
])(
  'B1.6: where %s, it is deployed here and the files say that it is published nowhere',
  async (_, argv, deployment) => {
    const project = createS1Project();
    project.configure(deployment);
    expect((await project.run('deployment_script', [...unpublished, ...argv])).code).toBe(0);
    expect(project.readResult('deployment_info.json')).toMatchObject({
      should_deploy: true,
      huggingface_deployed: false,
      lastgood: { promotedTo: 'latest' },
    });
  },
);

test('B1.6: on a server too nothing moves where publishing is wished', async () => {
  const machine = await createS1Machine();
  machine.configure({ huggingface: { push_to_hub: true, model_id: 'ORG/NAME' } });
  const run = await machine.run('deployment_script', ...machine.argv, '--yes');
  expect(run).toMatchObject({ code: 2, error: expect.stringContaining('--skip-hf-push') });
  expect(machine.fake.store.models.size).toBe(0);
});
