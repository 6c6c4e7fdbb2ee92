import { z } from 'zod';

/** `lastgood doctor --json`. */
export const doctorSchema = z.strictObject({
  schema: z.literal('lastgood/doctor/1'),
  mode: z.enum(['repaired', 'looked']).describe('looked: nothing was changed'),
  findings: z
    .array(
      z.strictObject({
        subject: z.string(),
        state: z.enum(['repaired', 'repairable', 'needs-decision', 'damaged', 'note']),
        message: z.string(),
        hint: z.string(),
      }),
    )
    .describe('empty when everything is in order'),
});
export type DoctorDocument = z.infer<typeof doctorSchema>;
