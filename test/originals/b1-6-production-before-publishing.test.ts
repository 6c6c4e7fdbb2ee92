import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type FakeHub, openFakeHub } from '../support/hub/fake-hub.ts';
import { openDesk } from '../support/hub/publishing-machine.ts';
import { createMemoryJournal } from '../support/memory-journal.ts';
import { createS1Machine } from '../support/mlflow/s1-machine.ts';
import { findLive, openRegistry } from '../support/registry-rig.ts';
import { s1Model } from '../support/s1-files.ts';
import { createS1Project, type S1Project } from '../support/s1-project.ts';
import { takeSnapshot } from '../support/snapshot.ts';

const confirmed = ['--yes', '--confirm', 'ecommerce-chatbot@latest'];
const repository = 'acme/chatbot';

/** S1's project with the model that its run has made on this machine, and a hub. */
async function createPublishing(): Promise<{
  readonly project: S1Project;
  readonly hub: FakeHub;
  readonly deploy: (...argv: readonly string[]) => ReturnType<S1Project['run']>;
}> {
  const project = createS1Project();
  const hub = await openFakeHub();
  const model = join(project.root, 'model');
  mkdirSync(model);
  writeFileSync(join(model, 'model.safetensors'), 'weights of run-1');
  writeFileSync(join(model, 'config.json'), '{"model_type":"gpt_neo"}');
  const options = { desk: openDesk(hub), journal: createMemoryJournal() };
  const deploy = (...argv: readonly string[]) =>
    project.run('deployment_script', [...confirmed, '--publish-weights', model, ...argv], options);
  return { project, hub, deploy };
}

const wishes = [
  ['the command line names a hub', ['--hf-model-id', repository], {}],
  ['the parameters ask for it', [], { huggingface: { push_to_hub: true, model_id: repository } }],
  ['the parameters name a hub and do not say no', [], { huggingface: { model_id: repository } }],
] as const;

test.each(wishes)(
  'B1.6: where publishing is wished because %s, it is published before production moves',
  async (_, argv, deployment) => {
    const { project, hub, deploy } = await createPublishing();
    project.configure(deployment);
    const run = await deploy(...argv);
    expect(run.code, run.error).toBe(0);
    expect([...hub.get(repository).tags.keys()]).toEqual(['v1']);
    expect(project.readResult('deployment_info.json')).toMatchObject({
      should_deploy: true,
      huggingface_deployed: true,
      lastgood: { promotedTo: 'latest', published: { repository, url: `${hub.url}/${repository}/tree/v1` } },
    });
  },
);

/** Production was switched first and the upload failed after it: the two were apart, and nothing put them together again. */
test.each(wishes)(
  'B1.6: where publishing is wished because %s and fails, production does not move',
  async (_, argv, deployment) => {
    const { project, hub, deploy } = await createPublishing();
    project.configure(deployment);
    hub.faults.add({ path: /commit/, does: 'status', status: 403 });
    const run = await deploy(...argv);
    expect(run).toMatchObject({ code: 7, out: expect.stringContaining('lastgood deploy --resume') });
    expect(await findLive(openRegistry(project.registry), s1Model)).toBeUndefined();
    expect(project.readResult('deployment_info.json')).toMatchObject({
      huggingface_deployed: false,
      lastgood: {
        problem: { code: 'access-denied' },
        registeredVersion: 'v1',
        promotedTo: null,
        published: null,
      },
    });
    hub.faults.clear();
    expect(await deploy(...argv)).toMatchObject({ code: 0 });
    expect(await findLive(openRegistry(project.registry), s1Model)).toBe('v1');
  },
);

test.each(wishes)(
  'B1.6: where publishing is wished because %s and nothing can be published, nothing happens',
  async (_, argv, deployment) => {
    const project = createS1Project();
    project.configure(deployment);
    const before = takeSnapshot(project.registry);
    const run = await project.run('deployment_script', [...confirmed, ...argv]);
    expect(run).toMatchObject({ code: 2, error: expect.stringContaining('--skip-hf-push') });
    expect(takeSnapshot(project.registry)).toEqual(before);
    expect(project.readResult('deployment_info.json')).toMatchObject({
      huggingface_deployed: false,
      lastgood: { problem: { code: 'capability-missing' }, registeredVersion: null, promotedTo: null },
    });
  },
);

test.each([
  [
    'the command line says no',
    ['--skip-hf-push'],
    { huggingface: { push_to_hub: true, model_id: repository } },
  ],
  ['the parameters say no', [], { huggingface: { push_to_hub: false, model_id: repository } }],
  ['nobody names a hub', [], {}],
])(
  'B1.6: where %s, it is deployed here and the files say that it is published nowhere',
  async (_, argv, deployment) => {
    const project = createS1Project();
    project.configure(deployment);
    expect((await project.run('deployment_script', [...confirmed, ...argv])).code).toBe(0);
    expect(project.readResult('deployment_info.json')).toMatchObject({
      should_deploy: true,
      huggingface_deployed: false,
      lastgood: { promotedTo: 'latest', published: null },
    });
  },
);

test('B1.6: on a server too nothing moves where publishing is wished and there is no login for it', async () => {
  const machine = await createS1Machine();
  machine.configure({ huggingface: { push_to_hub: true, model_id: repository } });
  const run = await machine.run('deployment_script', ...machine.argv, '--yes');
  expect(run).toMatchObject({ code: 8, error: expect.stringContaining('HF_TOKEN is not set') });
  expect(machine.fake.store.models.size).toBe(0);
});
