import { expect, test } from 'vitest';
import { tellEvents } from '../../../src/core/apply/tell-events.ts';
import { createBackgroundSending } from '../../../src/ui/console/background-sending.ts';
import { eventually } from '../../support/eventually.ts';
import { createScriptedChannel, failedDelivery, tellingBy } from '../../support/notify/outbox-rig.ts';
import { sampleEvent } from '../../support/notify/sample-event.ts';
import { sha256OfText } from '../../support/sample-entries.ts';

const now = () => '2026-11-21T03:04:06.000Z';

test('the console tells while it goes on, and each event once', async () => {
  const mail = createScriptedChannel();
  const telling = tellingBy([mail]);
  const sending = createBackgroundSending();
  for (const eventId of ['a', 'b', 'c']) {
    await tellEvents(telling, [sampleEvent({ eventId })], sha256OfText);
    sending.send({ telling, now });
  }
  await eventually(() => expect(mail.told.map(({ eventId }) => eventId).toSorted()).toEqual(['a', 'b', 'c']));
  sending.close();
});

test('leaving the console breaks off what is on its way, and keeps it', async () => {
  const begun = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  const stuck = {
    ...createScriptedChannel(),
    deliver: (_: unknown, { signal }: { readonly signal?: AbortSignal | undefined }) =>
      new Promise<ReturnType<typeof failedDelivery>>(resolve => {
        signal?.addEventListener('abort', () => resolve(failedDelivery('unknown')), { once: true });
        signal?.addEventListener('abort', () => ended.resolve(), { once: true });
        begun.resolve();
      }),
  };
  const telling = tellingBy([stuck]);
  await tellEvents(telling, [sampleEvent()], sha256OfText);
  const sending = createBackgroundSending();
  sending.send({ telling, now });
  await begun.promise;
  sending.close();
  await ended.promise;
  const { items } = await telling.outbox.list();
  expect(items).toMatchObject([{ state: 'waiting' }]);
});

test('offline, and where nobody is told, nothing is sent', async () => {
  const mail = createScriptedChannel();
  const telling = tellingBy([mail], { keptBecause: 'offline is set' });
  await tellEvents(telling, [sampleEvent()], sha256OfText);
  const sending = createBackgroundSending();
  sending.send({ telling, now });
  sending.send({ telling: undefined, now });
  sending.send({ telling: { ...telling, keptBecause: undefined }, now });
  await eventually(() => expect(mail.told).toHaveLength(1));
  sending.close();
});
