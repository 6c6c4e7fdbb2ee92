import { expect, test } from 'vitest';
import { createToldProject, sure } from '../support/notify/told-project.ts';
import { startFakeWandb } from '../support/wandb/fake-wandb.ts';

const key = '5ecretkey0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f';

/** `wandb.init` of S0's evaluation stood unguarded: without a network, or with a wrong key, the whole job ended with its traceback. */
test('S0 tracking: a W&B that breaks off or fails ends no command, and hears of it later, once', async () => {
  const wandb = await startFakeWandb(key);
  const project = await createToldProject('readOnly: false\n');
  const variables = { WANDB_API_KEY: key, WANDB_PROJECT: 'FrontShiftAI', WANDB_BASE_URL: wandb.origin };
  const back = ['rollback', 'frontshift-rag', '--to', 'v1', '--reason', 'INC-42', ...sure];
  wandb.failNext({ fault: 'answer-lost' });
  const done = await project.run(back, variables);
  expect(done).toMatchObject({ code: 0, error: expect.stringContaining('Not told to wandb yet: ') });
  wandb.failNext({ fault: 'status', status: 500 });
  await project.run(['outbox', 'send'], variables);
  expect(await project.run(['outbox', 'send'], variables)).toMatchObject({ code: 0 });
  expect([...wandb.runs.values()]).toMatchObject([{ state: 'finished' }]);
});

test('S0 tracking: a W&B that cannot be reached, or does not know the key, ends no command', async () => {
  const wandb = await startFakeWandb(key);
  const project = await createToldProject('readOnly: false\n');
  const variables = { WANDB_API_KEY: 'wrong', WANDB_PROJECT: 'FrontShiftAI', WANDB_BASE_URL: wandb.origin };
  const hold = ['hold', 'frontshift-rag', '--reason', 'freeze', '--yes'];
  const promote = ['promote', 'frontshift-rag', 'v2', ...sure];
  expect((await project.run(promote, variables)).code).toBe(0);
  const gone = { ...variables, WANDB_BASE_URL: 'http://127.0.0.1:2' };
  expect((await project.run(hold, gone)).code).toBe(0);
  expect(wandb.runs.size).toBe(0);
});
