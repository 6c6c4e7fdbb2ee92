import { z } from 'zod';

/** `lastgood help --json`. */
export const helpSchema = z.strictObject({
  schema: z.literal('lastgood/help/1'),
  topic: z.string().nullable().describe('the verb or topic; null of all'),
  text: z.string().describe('Markdown of a topic; of a verb, and of all, what --help prints'),
  topics: z.array(z.strictObject({ topic: z.string(), summary: z.string() })).describe('beside the verbs'),
});
export type HelpDocument = z.infer<typeof helpSchema>;
