import { describe, expect, test } from 'vitest';
import type { RegistryEvent } from '../../src/core/events/event.ts';
import type { Channel } from '../../src/core/ports/channel.ts';
import { failedEvent, hostileReason, sampleEvent } from '../support/notify/sample-event.ts';

/** What goes wrong at the service, whatever the service is. */
export type ChannelFault = 'login-refused' | 'busy' | 'refused-for-good' | 'cut' | 'answer-lost' | 'silent';

/** A channel and the service it tells. */
export type ChannelRig = {
  readonly channel: Channel;
  /** What people or programs there got, each as text with everything that is shown of it. */
  readonly told: () => readonly string[];
  readonly failNext: (fault: ChannelFault) => void;
  /** Texts that are shown nowhere. */
  readonly secrets: readonly string[];
  /** `finds`: what has arrived is found and not told again. `repeats`: it is told again under the same name. */
  readonly afterLostAnswer: 'finds' | 'repeats';
};

/** What every {@link Channel} must do. @param open a fresh one whose service is gone, when `reach` says so */
export function describeChannel(name: string, open: (reach: 'there' | 'gone') => Promise<ChannelRig>): void {
  const deliver = (channel: Channel, event: RegistryEvent, mayHaveArrived = false) =>
    channel.deliver(event, { mayHaveArrived, signal: AbortSignal.timeout(20_000) });

  describe(`channel: ${name}`, () => {
    test('an event is told once, with what happened and why', async () => {
      const { channel, told } = await open('there');
      expect(await deliver(channel, sampleEvent())).toMatchObject({ outcome: 'delivered' });
      expect(told()).toHaveLength(1);
      for (const word of ['frontshift', 'v1', 'v2', 'INC', 'anna']) expect(told()[0]).toContain(word);
    });

    test('what failed says that it failed, and never that it was done', async () => {
      const { channel, told } = await open('there');
      await deliver(channel, failedEvent());
      expect(told()[0]).toMatch(/failed/i);
      expect(told()[0]).not.toMatch(/rolled back|executed|success/i);
    });

    test('hostile words arrive as words', async () => {
      const { channel, told } = await open('there');
      const event = sampleEvent({ reason: hostileReason, title: hostileReason });
      expect(await deliver(channel, event)).toMatchObject({ outcome: 'delivered' });
      expect(told()).toHaveLength(1);
      expect(told()[0]).toContain('script');
    });

    test('a refused login is tried again, and says what to do', async () => {
      const { channel, failNext, told } = await open('there');
      failNext('login-refused');
      const delivery = await deliver(channel, sampleEvent());
      expect(delivery).toMatchObject({ outcome: 'failed', again: 'later' });
      expect(delivery.outcome === 'failed' && delivery.problem.hint).not.toBe('');
      expect(told()).toEqual([]);
    });

    test('a busy service is told later', async () => {
      const { channel, failNext, told } = await open('there');
      failNext('busy');
      expect(await deliver(channel, sampleEvent())).toMatchObject({ outcome: 'failed', again: 'later' });
      expect(await deliver(channel, sampleEvent())).toMatchObject({ outcome: 'delivered' });
      expect(told()).toHaveLength(1);
    });

    test('what is refused for good is not tried again', async () => {
      const { channel, failNext } = await open('there');
      failNext('refused-for-good');
      expect(await deliver(channel, sampleEvent())).toMatchObject({ outcome: 'failed', again: 'never' });
    });

    test.each(['cut', 'answer-lost'] as const)(
      'a connection that ends (%s) may have carried it',
      async fault => {
        const { channel, failNext } = await open('there');
        failNext(fault);
        expect(await deliver(channel, sampleEvent())).toMatchObject({ outcome: 'failed', again: 'unknown' });
      },
    );

    test('after a lost answer it is known that it may have arrived', async () => {
      const { channel, failNext, told, afterLostAnswer } = await open('there');
      failNext('answer-lost');
      await deliver(channel, sampleEvent());
      expect(await deliver(channel, sampleEvent(), true)).toMatchObject({ outcome: 'delivered' });
      expect(told()).toHaveLength(afterLostAnswer === 'finds' ? 1 : 2);
    });

    test('nothing is waited for when the signal comes', async () => {
      const { channel, failNext } = await open('there');
      failNext('silent');
      const options = { mayHaveArrived: false, signal: AbortSignal.timeout(300) };
      const startedMs = performance.now();
      expect(await channel.deliver(sampleEvent(), options)).toMatchObject({ outcome: 'failed' });
      expect(performance.now() - startedMs).toBeLessThan(5_000);
    });

    test('a signal that came before is obeyed at once, and said in words', async () => {
      const { channel } = await open('there');
      const options = { mayHaveArrived: false, signal: AbortSignal.abort() };
      const delivery = await channel.deliver(sampleEvent(), options);
      expect(delivery).toMatchObject({
        outcome: 'failed',
        problem: { message: expect.stringMatching(/ was not waited for\.$/) },
      });
    });

    test('a service that is gone is told later, since nothing left this machine', async () => {
      const { channel } = await open('gone');
      expect(await deliver(channel, sampleEvent())).toMatchObject({
        outcome: 'failed',
        again: 'later',
        problem: { code: 'network-failed' },
      });
    });

    test('no secret stands in what it says, whatever went wrong', async () => {
      const { channel, failNext, secrets } = await open('there');
      const said: string[] = [];
      for (const fault of ['login-refused', 'busy', 'refused-for-good', 'cut', 'answer-lost'] as const) {
        failNext(fault);
        said.push(JSON.stringify(await deliver(channel, sampleEvent())));
      }
      said.push(JSON.stringify(await channel.examine()));
      expect(secrets).not.toEqual([]);
      for (const secret of secrets) expect(said.join('\n')).not.toContain(secret);
    });

    test('looking at the connection tells nobody anything', async () => {
      const { channel, told } = await open('there');
      const { name, state } = await channel.examine();
      expect(name).toBe(channel.name);
      // A webhook cannot be asked without telling.
      expect(['ready', 'not-asked']).toContain(state);
      expect(told()).toEqual([]);
    });
  });
}
