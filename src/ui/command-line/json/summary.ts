import { z } from 'zod';
import { state } from './parts.ts';

/** `lastgood summary [MODEL] --json`. */
export const summarySchema = z.strictObject({
  schema: z.literal('lastgood/summary/1'),
  models: z.array(
    z.strictObject({
      model: z.string(),
      description: z.string().nullable(),
      owner: z.string().nullable(),
      notes: z.string().nullable(),
      tags: z.array(z.string()),
      versionCount: z.number().int(),
      states: z
        .array(z.strictObject({ state, versionCount: z.number().int() }))
        .describe('those that versions are in'),
      live: z.array(z.strictObject({ alias: z.string(), version: z.string() })),
      newest: z.strictObject({ version: z.string(), state }).nullable().describe('by version order'),
      bestBy: z
        .array(z.strictObject({ metric: z.string(), version: z.string(), value: z.number() }))
        .describe('by every metric whose direction is known'),
      training: z.strictObject({
        versionCount: z.number().int().describe('versions of which anything of their training is recorded'),
        costUsd: z.number().nullable().describe('of all of them; null where none has a cost'),
        durationHours: z.number().nullable(),
      }),
    }),
  ),
});
export type SummaryDocument = z.infer<typeof summarySchema>;
