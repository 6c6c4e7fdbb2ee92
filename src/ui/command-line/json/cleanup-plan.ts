import { z } from 'zod';
import { planBody } from './plan.ts';

/** `lastgood cleanup MODEL --keep N --dry-run --json`. */
export const cleanupPlanSchema = z.strictObject({
  schema: z.literal('lastgood/cleanup-plan/1'),
  plan: z.strictObject(planBody),
  choices: z
    .array(
      z.strictObject({
        version: z.string(),
        keptBecause: z.string().nullable().describe('null for a version that is archived'),
      }),
    )
    .describe('newest first'),
});
export type CleanupPlanDocument = z.infer<typeof cleanupPlanSchema>;
