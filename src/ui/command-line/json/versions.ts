import { z } from 'zod';
import { gateStanding, hold, metrics, state, time, whole } from './parts.ts';

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
        gates: z.array(gateStanding).describe('of every alias with a policy or a verdict'),
        hold: hold.nullable(),
        notes: z.string().nullable(),
        tags: z.array(z.string()),
        oddities: z.array(z.string()),
      }),
    )
    .describe('oldest first, by version order'),
});
export type VersionsDocument = z.infer<typeof versionsSchema>;
