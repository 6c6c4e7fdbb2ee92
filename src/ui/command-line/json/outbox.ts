import { z } from 'zod';
import { eventBody } from './event.ts';
import { time } from './parts.ts';

/** `lastgood outbox --json`. */
export const outboxSchema = z.strictObject({
  schema: z.literal('lastgood/outbox/1'),
  items: z
    .array(
      z.strictObject({
        id: z.string(),
        channel: z.string(),
        state: z.enum(['waiting', 'delivered', 'given-up']),
        attempts: z.number().int(),
        nextAt: time.nullable().describe('when it is tried next; null when it is not'),
        problem: z
          .strictObject({ code: z.string(), message: z.string(), hint: z.string() })
          .nullable()
          .describe('why the last try came to nothing'),
        reference: z
          .string()
          .nullable()
          .describe('what the service made of it, such as the address of an issue'),
        event: eventBody,
      }),
    )
    .describe('oldest first'),
  unreadable: z.array(z.string()).describe('files that cannot be read'),
  keptBecause: z.string().nullable().describe('why nothing is sent for now'),
  problems: z.array(z.string()).describe('what stood in the way of sending, beside what each item says'),
});
export type OutboxDocument = z.infer<typeof outboxSchema>;
