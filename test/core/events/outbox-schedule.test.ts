import { describe, expect, test } from 'vitest';
import { createOutboxItem, isDue, settleItem } from '../../../src/core/events/outbox-schedule.ts';
import { failedDelivery } from '../../support/notify/outbox-rig.ts';
import { sampleEvent } from '../../support/notify/sample-event.ts';
import { sha256OfText } from '../../support/sample-entries.ts';

const event = sampleEvent({ at: '2026-11-21T00:00:00.000Z' });
const item = createOutboxItem(event, 'mail', sha256OfText);
const at = (minutes: number): string => new Date(Date.parse(event.at) + minutes * 60_000).toISOString();

test('an item is named by event and channel, and by nothing else', () => {
  expect(createOutboxItem({ ...event, reason: 'other' }, 'mail', sha256OfText).id).toBe(item.id);
  expect(createOutboxItem(event, 'chat', sha256OfText).id).not.toBe(item.id);
  expect(createOutboxItem({ ...event, eventId: 'x' }, 'mail', sha256OfText).id).not.toBe(item.id);
});

test('the waits grow from a minute to six hours', () => {
  let tried = item;
  const waits: number[] = [];
  for (let attempt = 1; attempt <= 8; attempt += 1) {
    tried = settleItem(tried, failedDelivery('later'), at(0));
    waits.push((Date.parse(tried.nextAt ?? '') - Date.parse(at(0))) / 60_000);
  }
  expect(waits).toEqual([1, 5, 15, 60, 180, 360, 360, 360]);
  expect(tried).toMatchObject({ state: 'waiting', attempts: 8 });
});

test('a longer wait that the service asks for is kept, a day at most', () => {
  const asked = settleItem(item, failedDelivery('later', 40 * 60_000), at(0));
  expect(asked.nextAt).toBe(at(40));
  expect(settleItem(item, failedDelivery('later', 1e12), at(0)).nextAt).toBe(at(24 * 60));
});

describe('an item is given up', () => {
  test('three days after it happened', () => {
    expect(settleItem(item, failedDelivery('later'), at(72 * 60)).state).toBe('waiting');
    expect(settleItem(item, failedDelivery('later'), at(72 * 60 + 1))).toMatchObject({
      state: 'given-up',
      nextAt: null,
    });
  });

  test('at once where the service will never take it', () => {
    const settled = settleItem(item, failedDelivery('never'), at(0));
    expect(settled).toMatchObject({ state: 'given-up', problem: { code: 'network-failed' } });
  });
});

test('an answer that was lost once is never forgotten', () => {
  const lost = settleItem(item, failedDelivery('unknown'), at(0));
  expect(lost.mayHaveArrived).toBe(true);
  expect(settleItem(lost, failedDelivery('later'), at(1)).mayHaveArrived).toBe(true);
});

test('what is told keeps what was made of it, and no files', () => {
  const told = settleItem(item, { outcome: 'delivered', reference: 'https://issue' }, at(0));
  expect(told).toMatchObject({ state: 'delivered', reference: 'https://issue', problem: null, nextAt: null });
  expect(told.event).toEqual({ ...event, files: {} });
});

test('an item is due when its time has come, and where a clock ran ahead', () => {
  const waiting = settleItem(item, failedDelivery('later'), at(0));
  expect([
    isDue(waiting, at(0)),
    isDue(waiting, at(1)),
    isDue({ ...waiting, nextAt: at(1e6) }, at(0)),
  ]).toEqual([false, true, true]);
  expect(isDue({ ...waiting, state: 'given-up', nextAt: null }, at(5))).toBe(false);
});
