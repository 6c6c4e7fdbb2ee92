import { createWebhookChannel } from '../../../../src/adapters/notify/webhook/webhook-channel.ts';
import { eventKinds } from '../../../../src/core/events/event.ts';
import { describeChannel } from '../../../contracts/channel.ts';
import { startFakeService } from '../../../support/notify/fake-service.ts';
import { serviceFaultOf } from '../../../support/notify/service-faults.ts';

const path = '/services/T0000/B0000/5ecretPathOfTheTest';

for (const form of ['event', 'slack'] as const) {
  describeChannel(form === 'event' ? 'a webhook' : 'Slack', async reach => {
    const bodies: string[] = [];
    const service = await startFakeService(({ body }) => {
      bodies.push(body);
      return { status: 200, value: { ok: true } };
    });
    const origin = reach === 'there' ? service.origin : 'http://127.0.0.1:2';
    const secret = 'hmac-5ecret-of-the-test';
    const channel = createWebhookChannel({
      ...{ name: 'hook', kinds: new Set(eventKinds), form, url: `${origin}${path}`, secret },
      ...{ tool: 'lastgood test', now: Date.now },
    });
    return {
      channel,
      told: () => bodies.map(body => (form === 'slack' ? body : describeTold(body))),
      failNext: fault => service.failNext(serviceFaultOf(fault)),
      secrets: ['5ecretPathOfTheTest', secret],
      afterLostAnswer: 'repeats',
    };
  });
}

/** Programs read the kind and the outcome, not the words of the plan. */
function describeTold(body: string): string {
  const { kind, outcome, title, reason, from, to, model, incident, actor } = JSON.parse(body);
  return [kind, outcome, title, reason, from, to, model, incident, actor]
    .join('\n')
    .replace('rolled-back', '');
}
