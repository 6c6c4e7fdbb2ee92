import type { Delivery } from '../ports/channel.ts';
import type { OutboxItem } from '../ports/outbox.ts';
import type { RegistryEvent } from './event.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** How long to wait after each failed try; the last one holds from then on. Milliseconds. */
const waitsMs = [minuteMs, 5 * minuteMs, 15 * minuteMs, hourMs, 3 * hourMs, 6 * hourMs] as const;

/** How long after it happened an event is worth telling, in milliseconds. */
export const longestTellingMs = 72 * hourMs;

/** An item for a channel that has heard nothing yet. Pure. @param sha256 hex digest of a text's UTF-8 */
export function createOutboxItem(
  event: RegistryEvent,
  channel: string,
  sha256: (text: string) => string,
): OutboxItem {
  return {
    format: 1,
    id: sha256(JSON.stringify([event.eventId, channel])).slice(0, 16),
    channel,
    event,
    state: 'waiting',
    attempts: 0,
    mayHaveArrived: false,
    nextAt: event.at,
    problem: null,
    reference: null,
  };
}

/** Whether an item is to be tried now. One whose clock ran ahead is not kept back by it for longer than the longest wait. Pure. */
export function isDue(item: OutboxItem, now: string): boolean {
  if (item.state !== 'waiting') return false;
  const waitMs = Date.parse(item.nextAt ?? now) - Date.parse(now);
  return !(waitMs > 0 && waitMs <= 24 * hourMs);
}

/**
 * An item after a try. What the service will never take is given up at once, all else three days after it happened. What has been
 * delivered keeps no files. Pure.
 */
export function settleItem(item: OutboxItem, delivery: Delivery, now: string): OutboxItem {
  const attempts = item.attempts + 1;
  if (delivery.outcome === 'delivered') {
    const { reference } = delivery;
    const event = { ...item.event, files: {} };
    return { ...item, event, attempts, state: 'delivered', nextAt: null, problem: null, reference };
  }
  const { again, problem } = delivery;
  const mayHaveArrived = item.mayHaveArrived || again === 'unknown';
  const nowMs = Date.parse(now);
  const isOver = again === 'never' || nowMs - Date.parse(item.event.at) > longestTellingMs;
  if (isOver) return { ...item, attempts, mayHaveArrived, state: 'given-up', nextAt: null, problem };
  const waitMs = Math.max(
    waitsMs[attempts - 1] ?? waitsMs[waitsMs.length - 1] ?? hourMs,
    delivery.waitMs ?? 0,
  );
  const nextAt = new Date(nowMs + Math.min(waitMs, 24 * hourMs)).toISOString();
  return { ...item, attempts, mayHaveArrived, nextAt, problem };
}
