import { z } from 'zod';
import { historySchema } from './history.ts';
import { time } from './parts.ts';
import { differenceKinds, transfer } from './sync-parts.ts';

const side = z
  .union([
    historySchema.shape.entries.element,
    z.strictObject({
      generation: z.number().int(),
      fault: z.enum(['damaged', 'too-new', 'unreadable']),
      problem: z.string(),
    }),
  ])
  .nullable()
  .describe('null where this side has no such entry');

/** `lastgood sync status --json`. */
export const syncStatusSchema = z.strictObject({
  schema: z.literal('lastgood/sync-status/1'),
  url: z.string().describe('gs://bucket/prefix'),
  cache: z.string().describe('folder of the local copy'),
  seenAt: time.describe('when the bucket was read to its end'),
  differences: z
    .array(
      z.strictObject({
        kind: z.enum(differenceKinds),
        severity: z.enum(['critical', 'warning', 'note']),
        model: z.string().nullable(),
        version: z.string().nullable(),
        name: z.string().describe('inside the registry'),
        detail: z.string(),
        choices: z.array(
          z.strictObject({ by: z.enum(['pull', 'push', 'doctor', 'person', 'nobody']), text: z.string() }),
        ),
      }),
    )
    .describe('worst first; empty when both sides are the same'),
  forks: z
    .array(
      z.strictObject({
        model: z.string(),
        sharedGenerations: z.number().int(),
        generations: z.array(z.strictObject({ generation: z.number().int(), here: side, inBucket: side })),
      }),
    )
    .describe('histories with other entries of the same number on both sides'),
  pull: z.array(transfer).describe('what sync pull would carry'),
  push: z.array(transfer).describe('what sync push would carry'),
});
export type SyncStatusDocument = z.infer<typeof syncStatusSchema>;
