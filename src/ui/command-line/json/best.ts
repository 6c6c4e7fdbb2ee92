import { z } from 'zod';
import { state } from './parts.ts';

/** `lastgood best MODEL METRIC --json`. */
export const bestSchema = z.strictObject({
  schema: z.literal('lastgood/best/1'),
  model: z.string(),
  metric: z.string(),
  unit: z.string(),
  best: z.enum(['highest', 'lowest']),
  versions: z
    .array(
      z.strictObject({
        version: z.string(),
        value: z.number(),
        state,
        aliases: z.array(z.string()).describe('aliases it is live under'),
      }),
    )
    .describe('those that have the metric, best first'),
});
export type BestDocument = z.infer<typeof bestSchema>;
