import { z } from 'zod';
import { shellNames } from '../completion/shell-scripts.ts';

/** `lastgood completion --json`. */
export const completionSchema = z.strictObject({
  schema: z.literal('lastgood/completion/1'),
  shell: z.enum(shellNames).nullable().describe('null of an answer'),
  script: z.string().nullable().describe('null of an answer'),
  candidates: z.array(
    z.strictObject({
      value: z.string(),
      note: z.string().describe('what it is for; empty where that is plain'),
    }),
  ),
  others: z
    .enum(['files', 'folders', 'nothing-else'])
    .nullable()
    .describe('what else may stand there, which the shell lists itself; null of a script'),
});
export type CompletionDocument = z.infer<typeof completionSchema>;
