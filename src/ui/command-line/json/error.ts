import { z } from 'zod';
import { errorCode } from './parts.ts';

/** Any verb that fails, with --json; the prose goes to stderr. */
export const errorSchema = z.strictObject({
  schema: z.literal('lastgood/error/1'),
  error: z.strictObject({
    code: errorCode,
    message: z.string(),
    hint: z.string(),
    data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())])),
  }),
});
export type ErrorDocument = z.infer<typeof errorSchema>;
