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
  serving: z
    .strictObject({
      md5: z.string().describe('digest of DVC'),
      pointer: z.string().describe('the file that names it, from the top of the working tree on'),
      path: z.string().describe('where dvc pull puts the model, from the top of the working tree on'),
      image: z.string().nullable().describe('tag of the image that serves it'),
      endpoint: z.string().nullable().describe('its key in the file of endpoints'),
      ollamaName: z.string().nullable(),
      url: z.string().nullable(),
      problem: z.string().nullable().describe('why no endpoint is known though there is a file of them'),
    })
    .nullable()
    .optional()
    .describe('in a registry of DVC: how it is served; null of a fallback'),
});
export type ResolveDocument = z.infer<typeof resolveSchema>;
