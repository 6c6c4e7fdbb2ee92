import { describe, expect, test } from 'vitest';
import {
  createWandbChannel,
  type WandbOptions,
} from '../../../../src/adapters/tracking/wandb/wandb-channel.ts';
import { eventKinds } from '../../../../src/core/events/event.ts';
import { startFakeService } from '../../../support/notify/fake-service.ts';
import { failedEvent, sampleEvent } from '../../../support/notify/sample-event.ts';
import { startFakeWandb } from '../../../support/wandb/fake-wandb.ts';

const key = '5ecretkey0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f';
const once = { mayHaveArrived: false };

function openChannel(api: string, change: Partial<WandbOptions> = {}) {
  return createWandbChannel({
    ...{ name: 'runs', kinds: new Set(eventKinds), entity: 'acme', project: 'deployments', api, key },
    ...{ tool: 'lastgood test', now: Date.now, ...change },
  });
}

describe('a run of W&B', () => {
  test('stands at an address for people', async () => {
    const wandb = await startFakeWandb(key);
    const delivery = await openChannel(wandb.origin).deliver(sampleEvent(), once);
    const [run] = wandb.runs.values();
    expect(delivery).toEqual({
      outcome: 'delivered',
      reference: `${wandb.origin}/acme/deployments/runs/${run?.name}`,
    });
  });

  test('is the same one however often the event is told, and another for another event', async () => {
    const wandb = await startFakeWandb(key);
    const channel = openChannel(wandb.origin);
    await channel.deliver(sampleEvent(), once);
    const [first] = wandb.listShown();
    await channel.deliver(sampleEvent(), once);
    expect(wandb.listShown()).toEqual([first]);
    await channel.deliver(failedEvent(), once);
    expect(wandb.runs.size).toBe(2);
  });

  test('whose files did not arrive is not ended, and is completed at the next try', async () => {
    const wandb = await startFakeWandb(key);
    const channel = openChannel(wandb.origin);
    const refuse = { fault: 'status', status: 503 } as const;
    for (const fitting of [1, 2, 3]) {
      const event = sampleEvent({ eventId: `op-${fitting}.promoted` });
      wandb.failNext(...Array.from({ length: fitting }, () => ({ fault: 'none' }) as const), refuse);
      expect(await channel.deliver(event, once)).toMatchObject({ outcome: 'failed', again: 'later' });
      expect([...wandb.runs.values()].at(-1)?.state).toBe('running');
      expect(await channel.deliver(event, once)).toMatchObject({ outcome: 'delivered' });
      const run = [...wandb.runs.values()].at(-1);
      expect(run).toMatchObject({ state: 'finished', files: new Map([['gate.json', '{"kept":"apart"}']]) });
    }
    expect(wandb.runs.size).toBe(3);
  });

  test('of what failed is a failed run', async () => {
    const wandb = await startFakeWandb(key);
    await openChannel(wandb.origin).deliver(failedEvent(), once);
    expect([...wandb.runs.values()][0]).toMatchObject({ state: 'failed', jobType: 'failed' });
  });

  test("goes to the login's usual entity where none is named", async () => {
    const wandb = await startFakeWandb(key);
    await openChannel(wandb.origin, { entity: undefined }).deliver(sampleEvent(), once);
    expect([...wandb.runs.keys()][0]).toMatch(/^acme\/deployments\//);
  });

  test('of an entity of others is refused, and tried again: a right may be given', async () => {
    const wandb = await startFakeWandb(key);
    const delivery = await openChannel(wandb.origin, { entity: 'others' }).deliver(sampleEvent(), once);
    expect(delivery).toMatchObject({ outcome: 'failed', again: 'later', problem: { code: 'access-denied' } });
  });

  test('says its numbers digit for digit, and those that W&B keeps for itself under another name', async () => {
    const wandb = await startFakeWandb(key);
    const metrics = { score: 0.1 + 0.2, _step: 7 };
    await openChannel(wandb.origin).deliver(sampleEvent({ metrics }), once);
    const [run] = wandb.runs.values();
    expect(JSON.parse(run?.history[0] ?? '{}')).toMatchObject({ score: 0.1 + 0.2, metric_step: 7, _step: 0 });
  });

  test('the key goes with no file', async () => {
    const wandb = await startFakeWandb(key);
    await openChannel(wandb.origin).deliver(sampleEvent(), once);
    const puts = wandb.requests.filter(({ method }) => method === 'PUT');
    expect(puts).toHaveLength(1);
    expect(puts[0]?.headers.authorization).toBeUndefined();
  });

  test.each([
    ['a page', { status: 200, text: '<html>log in</html>' }],
    ['other JSON', { status: 200, value: { hello: 'world' } }],
    ['half of an answer', { status: 200, text: '{"data":{"upsertBucket":' }],
  ])('%s is no answer of W&B', async (_name, answer) => {
    const service = await startFakeService(() => answer);
    expect(await openChannel(service.origin).deliver(sampleEvent(), once)).toMatchObject({
      ...{ outcome: 'failed', again: 'unknown', problem: { code: 'answer-damaged' } },
    });
  });
});

describe('a look at W&B', () => {
  test('says who we are and what we may do', async () => {
    const wandb = await startFakeWandb(key);
    expect(await openChannel(wandb.origin).examine()).toMatchObject({
      ...{ name: 'runs', state: 'ready', identity: 'anna', may: ['write runs to deployments'], missing: [] },
      place: `${new URL(wandb.origin).host}/acme/deployments`,
    });
  });

  test('says that an entity is of others', async () => {
    const wandb = await startFakeWandb(key);
    expect(await openChannel(wandb.origin, { entity: 'others' }).examine()).toMatchObject({
      state: 'not-usable',
      missing: [{ what: 'others is no entity of this key.', fix: expect.stringContaining('ENTITY/PROJECT') }],
    });
  });

  test('says that the key is not taken', async () => {
    const wandb = await startFakeWandb('another');
    const found = await openChannel(wandb.origin).examine();
    expect(found).toMatchObject({
      state: 'not-usable',
      missing: [{ fix: expect.stringContaining('WANDB_API_KEY') }],
    });
    expect(wandb.runs.size).toBe(0);
  });
});
