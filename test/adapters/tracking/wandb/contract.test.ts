import { createWandbChannel } from '../../../../src/adapters/tracking/wandb/wandb-channel.ts';
import { eventKinds } from '../../../../src/core/events/event.ts';
import { describeChannel } from '../../../contracts/channel.ts';
import { serviceFaultOf } from '../../../support/notify/service-faults.ts';
import { startFakeWandb } from '../../../support/wandb/fake-wandb.ts';

const key = '5ecretkey0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f';

describeChannel('runs of W&B', async reach => {
  const wandb = await startFakeWandb(key);
  const channel = createWandbChannel({
    ...{ name: 'runs', kinds: new Set(eventKinds), entity: 'acme', project: 'deployments' },
    ...{
      api: reach === 'there' ? wandb.origin : 'http://127.0.0.1:2',
      key,
      tool: 'lastgood test',
      now: Date.now,
    },
  });
  return {
    channel,
    told: wandb.listShown,
    failNext: fault => wandb.failNext(serviceFaultOf(fault)),
    secrets: [key],
    afterLostAnswer: 'finds',
  };
});
