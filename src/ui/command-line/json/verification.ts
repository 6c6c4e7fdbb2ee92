import { z } from 'zod';

/** `lastgood verify MODEL VERSION --json`. */
export const verificationSchema = z.strictObject({
  schema: z.literal('lastgood/verification/1'),
  model: z.string(),
  version: z.string(),
  outcome: z.enum(['verified', 'unverified', 'nothing-recorded', 'contradicted']),
  checks: z.array(
    z.strictObject({
      name: z.string(),
      outcome: z.enum(['verified', 'differs', 'missing', 'elsewhere', 'nothing-recorded', 'unreadable']),
      detail: z.string(),
    }),
  ),
});
export type VerificationDocument = z.infer<typeof verificationSchema>;
