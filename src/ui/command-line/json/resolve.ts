import { z } from 'zod';
import { time } from './parts.ts';

/** `lastgood resolve MODEL --json`. */
export const resolveSchema = z.strictObject({
  schema: z.literal('lastgood/resolve/1'),
  model: z.string(),
  source: z.enum(['alias', 'fallback']).describe('fallback: what --fallback names, because of the reason'),
  reason: z.string().describe('why this is what to load'),
  alias: z.string().nullable().describe('null of a fallback'),
  version: z.string().nullable().describe('null of a fallback: nobody knows which version it is'),
  uri: z.string().nullable().describe('models:/NAME/7, in a registry of MLflow'),
  weightsPath: z
    .string()
    .nullable()
    .describe('where the weights are recorded to be; of a fallback its absolute path'),
  sha256: z.string().nullable(),
  since: time.nullable(),
  generation: z.number().int().nullable(),
  held: z.boolean().describe('true when the version is held: somebody said it should not be live'),
  drifted: z
    .boolean()
    .describe('true when another program moved the pointer and nobody has decided about it'),
  asOf: time
    .nullable()
    .describe('when the server or bucket was last read, where it could not be read now; null where it was'),
});
export type ResolveDocument = z.infer<typeof resolveSchema>;
