import { z } from 'zod';
import { time } from './parts.ts';

/** `lastgood resolve MODEL --json`. */
export const resolveSchema = z.strictObject({
  schema: z.literal('lastgood/resolve/1'),
  model: z.string(),
  alias: z.string(),
  version: z.string(),
  weightsPath: z.string().nullable(),
  sha256: z.string().nullable(),
  since: time,
  generation: z.number().int(),
  held: z.boolean().describe('true when the version is held: somebody said it should not be live'),
  drifted: z
    .boolean()
    .describe('true when another program moved the pointer and nobody has decided about it'),
});
export type ResolveDocument = z.infer<typeof resolveSchema>;
