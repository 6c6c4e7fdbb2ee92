import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  escapeSlackText,
  formatSlackMessage,
} from '../../../../src/adapters/notify/webhook/slack-message.ts';
import { createWebhookChannel } from '../../../../src/adapters/notify/webhook/webhook-channel.ts';
import { eventKinds } from '../../../../src/core/events/event.ts';
import { describeEventDocument } from '../../../../src/core/events/event-document.ts';
import { eventSchema } from '../../../../src/ui/command-line/json/event.ts';
import { startFakeService } from '../../../support/notify/fake-service.ts';
import { failedEvent, hostileReason, sampleEvent } from '../../../support/notify/sample-event.ts';

async function openHook(secret?: string) {
  const service = await startFakeService(() => ({ status: 204, value: null }));
  const channel = createWebhookChannel({
    ...{
      name: 'hook',
      kinds: new Set(eventKinds),
      form: 'event' as const,
      url: `${service.origin}/hook?a=b`,
    },
    ...{ secret, tool: 'lastgood test', now: Date.now },
  });
  return { service, channel };
}

test('a webhook gets the event as docs/json describes it, without the files', async () => {
  const { service, channel } = await openHook();
  await channel.deliver(sampleEvent(), { mayHaveArrived: false });
  const body: unknown = JSON.parse(service.requests[0]?.body ?? '');
  expect(eventSchema.parse(body)).toEqual(describeEventDocument(sampleEvent()));
  expect(body).not.toHaveProperty('files');
  expect(eventSchema.safeParse(describeEventDocument(failedEvent())).success).toBe(true);
});

test('the same event bears the same key whenever it is sent, and another one another', async () => {
  const { service, channel } = await openHook();
  await channel.deliver(sampleEvent(), { mayHaveArrived: false });
  await channel.deliver(sampleEvent(), { mayHaveArrived: true });
  await channel.deliver(failedEvent(), { mayHaveArrived: false });
  const keys = service.requests.map(({ headers }) => headers['idempotency-key']);
  expect(keys).toEqual([sampleEvent().eventId, sampleEvent().eventId, failedEvent().eventId]);
});

test('with a secret the bytes of the body are signed, without one nothing is', async () => {
  const signed = await openHook('s3cret');
  await signed.channel.deliver(sampleEvent(), { mayHaveArrived: false });
  const [request] = signed.service.requests;
  const expected = createHmac('sha256', 's3cret')
    .update(request?.body ?? '')
    .digest('hex');
  expect(request?.headers['x-lastgood-signature']).toBe(`sha256=${expected}`);
  const plain = await openHook();
  await plain.channel.deliver(sampleEvent(), { mayHaveArrived: false });
  expect(plain.service.requests[0]?.headers).not.toHaveProperty('x-lastgood-signature');
});

test('the words of a service that says our address back are shown without it', async () => {
  const service = await startFakeService(() => ({ status: 204, value: null }));
  const url = `${service.origin}/services/T0000/B0000/5ecretPart`;
  service.failNext({ fault: 'status', status: 400, text: `bad: ${url} or /services/T0000/B0000/5ecretPart` });
  const channel = createWebhookChannel({
    ...{ name: 'chat', kinds: new Set(eventKinds), form: 'slack' as const, url },
    ...{ secret: undefined, tool: 'lastgood test', now: Date.now },
  });
  const delivery = JSON.stringify(await channel.deliver(sampleEvent(), { mayHaveArrived: false }));
  expect(delivery).toContain('never');
  expect(delivery).not.toContain('5ecretPart');
});

test('what Slack shows calls nobody and links nowhere', () => {
  const message = JSON.stringify(formatSlackMessage(sampleEvent({ reason: hostileReason, actor: '@here' })));
  expect(message).not.toMatch(/<[^ ]*>/);
  expect(message).not.toMatch(/@(channel|everyone|here)/);
  expect(message).toContain('&lt;!channel&gt;');
  expect(escapeSlackText('a & b <c> @d')).toBe('a &amp; b &lt;c&gt; @\u200bd');
});

test('a long text is cut, and never in the middle of an escaped character', () => {
  const { blocks } = formatSlackMessage(sampleEvent({ reason: '<'.repeat(2000) }));
  for (const block of blocks) expect(JSON.stringify(block).length).toBeLessThan(3200);
  expect(JSON.stringify(blocks)).not.toMatch(/&l?t?…/);
});
