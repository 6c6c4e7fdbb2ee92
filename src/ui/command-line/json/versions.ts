import { z } from 'zod';
import { hold, metrics, state, time, whole } from './parts.ts';

/** `lastgood versions MODEL --json`. */
export const versionsSchema = z.strictObject({
  schema: z.literal('lastgood/versions/1'),
  model: z.string(),
  versions: z
    .array(
      z.strictObject({
        version: z.string(),
        whole,
        problem: z.string().nullable(),
        state,
        aliases: z.array(z.string()).describe('aliases it is live under'),
        createdAt: time.nullable(),
        metrics,
        hold: hold.nullable(),
        notes: z.string().nullable(),
        tags: z.array(z.string()),
        oddities: z.array(z.string()),
      }),
    )
    .describe('oldest first, by version order'),
});
export type VersionsDocument = z.infer<typeof versionsSchema>;
