import { z } from 'zod';
import { eventKinds, eventOutcomes } from '../../core/events/event.ts';
import type { OutboxItem } from '../../core/ports/outbox.ts';
import { writeFileDurably } from '../files/durable-write.ts';
import { privateFile } from '../files/numbered-claim.ts';
import { readJsonObject } from '../files/read-json.ts';
import { itemPath, type OutboxPlace } from './outbox-place.ts';

/** Largest item that is kept, in bytes. */
export const itemLimitBytes = 512 * 1024;

const text = z.string();
const textOrNone = z.nullable(text);
const problem = z.object({ code: text, message: text, hint: text });

/** Our own files only: the check is of what a channel reads, so that a file that was edited cannot break it. */
const itemSchema = z.object({
  format: z.literal(1),
  id: z.string().regex(/^[0-9a-f]{16}$/),
  channel: text,
  event: z.looseObject({
    format: z.literal(1),
    eventId: text,
    operationId: text,
    kind: z.enum(eventKinds),
    act: text,
    title: text,
    at: z.iso.datetime(),
    actor: text,
    registry: z.object({ name: text, kind: text, place: text }),
    model: text,
    version: textOrNone,
    alias: textOrNone,
    from: textOrNone,
    to: textOrNone,
    reason: textOrNone,
    incident: textOrNone,
    gate: z.looseObject({ verdict: text, overridden: z.boolean() }).optional(),
    outcome: z.enum(eventOutcomes),
    problem: problem.optional(),
    command: text,
    links: z.array(z.object({ label: text, url: text })),
    metrics: z.record(z.string(), z.number()),
    files: z.record(z.string(), text),
  }),
  state: z.enum(['waiting', 'delivered', 'given-up']),
  attempts: z.int().nonnegative(),
  mayHaveArrived: z.boolean(),
  nextAt: z.nullable(z.iso.datetime()),
  problem: z.nullable(problem),
  reference: textOrNone,
});

/** An item from its file; `missing` when there is none, `unreadable` when it is not what was written. */
export async function readItem(
  place: OutboxPlace,
  id: string,
): Promise<OutboxItem | 'missing' | 'unreadable'> {
  const reading = await readJsonObject(place.fileSystem, itemPath(place, id), { limitBytes: itemLimitBytes });
  if (!reading.ok) return reading.fault === 'missing' ? 'missing' : 'unreadable';
  const parsed = itemSchema.safeParse(reading.value);
  return parsed.success && parsed.data.id === id ? (parsed.data as OutboxItem) : 'unreadable';
}

/** Writes an item so that it is there after a crash, and only its owner can read it. Rejects with Node's error. */
export async function writeItem(place: OutboxPlace, item: OutboxItem): Promise<void> {
  const bytes = new TextEncoder().encode(`${JSON.stringify(item)}\n`);
  await writeFileDurably(place.fileSystem, itemPath(place, item.id), bytes, place.createId, privateFile);
}
