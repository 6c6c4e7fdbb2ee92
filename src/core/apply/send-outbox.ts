import { toAppError } from '../errors/app-error.ts';
import { isDue, longestTellingMs, settleItem } from '../events/outbox-schedule.ts';
import type { Telling } from '../events/telling.ts';
import type { Channel, Delivery } from '../ports/channel.ts';
import type { OutboxItem } from '../ports/outbox.ts';

/** Which items are tried: those whose time has come, all that wait, or one, which may have been given up. */
export type SendChoice = 'due' | 'waiting' | { readonly id: string };

/** How sending is bounded. */
export type SendOptions = {
  readonly choice: SendChoice;
  /** ISO 8601 UTC. */
  readonly now: () => string;
  /** Aborted: nothing more is begun, and what is on its way is broken off. What may have arrived by then is asked for next time. */
  readonly signal: AbortSignal;
};

/** What became of the items that were tried, in the order they were settled. */
export type SendReport = {
  readonly tried: readonly OutboxItem[];
  /** What stood in the way of reading or writing the outbox itself, each in a sentence. */
  readonly problems: readonly string[];
};

/**
 * Tells what is in the outbox. Channels are told at once, each of one event after the other; one that does not answer is left alone for
 * this time. Another process may do the same meanwhile: each item is told by one of them. Never throws for a foreseen failure.
 */
export async function sendOutbox(telling: Telling, options: SendOptions): Promise<SendReport> {
  const tried: OutboxItem[] = [];
  const problems: string[] = [];
  try {
    const { items } = await telling.outbox.list();
    const wanted = items.filter(item => isChosen(item, options));
    const byChannel = Map.groupBy(wanted, ({ channel }) => channel);
    await Promise.all(
      [...byChannel].map(async ([name, own]) => {
        const channel = telling.channels.find(each => each.name === name);
        await sendTo(channel, own, telling, options, tried).catch((thrown: unknown) => {
          problems.push(toAppError(thrown).message);
        });
      }),
    );
  } catch (thrown) {
    problems.push(toAppError(thrown).message);
  }
  return { tried, problems };
}

function isChosen(item: OutboxItem, { choice, now }: SendOptions): boolean {
  if (choice === 'due') return isDue(item, now());
  if (choice === 'waiting') return item.state === 'waiting';
  return item.id === choice.id && item.state !== 'delivered';
}

async function sendTo(
  channel: Channel | undefined,
  items: readonly OutboxItem[],
  telling: Telling,
  options: SendOptions,
  tried: OutboxItem[],
): Promise<void> {
  for (const { id, event } of items) {
    if (options.signal.aborted) return;
    const isOld = Date.parse(options.now()) - Date.parse(event.at) > longestTellingMs;
    // A channel may come back into the configuration.
    if (channel === undefined && options.choice === 'due' && !isOld) continue;
    const claimed = await telling.outbox.claim(id);
    if (claimed === undefined) continue;
    if (!isChosen(claimed.item, options)) {
      await claimed.settle(claimed.item);
      continue;
    }
    const { mayHaveArrived } = claimed.item;
    const delivery =
      channel === undefined
        ? describeUnknownChannel(claimed.item, telling)
        : await channel.deliver(claimed.item.event, { signal: options.signal, mayHaveArrived });
    const settled = settleItem({ ...claimed.item, state: 'waiting' }, delivery, options.now());
    await claimed.settle(settled);
    tried.push(settled);
    if (delivery.outcome === 'failed' && delivery.again !== 'never') return;
  }
}

function describeUnknownChannel({ channel }: OutboxItem, { unready }: Telling): Delivery {
  const because = unready.find(({ name }) => name === channel)?.because ?? 'it is not configured any more';
  const message = `${channel} cannot be told: ${because}.`;
  const hint = `Configure it again, or drop the item with lastgood outbox drop.`;
  return { outcome: 'failed', again: 'later', problem: { code: 'invalid-configuration', message, hint } };
}
