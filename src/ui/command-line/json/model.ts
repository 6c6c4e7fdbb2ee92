import { z } from 'zod';
import { alias, concern, hold, verification } from './parts.ts';

/** `lastgood show MODEL --json`. */
export const modelSchema = z.strictObject({
  schema: z.literal('lastgood/model/1'),
  model: z.string(),
  aliases: z.array(alias),
  hold: hold.nullable(),
  heldVersions: z.array(z.strictObject({ version: z.string(), ...hold.shape })),
  description: z.string().nullable(),
  owner: z.string().nullable(),
  notes: z.string().nullable(),
  tags: z.array(z.string()),
  versionCount: z.number().int(),
  newest: z.string().nullable(),
  generation: z.number().int().describe('entries in its history; 0 when nothing was written yet'),
  verification,
  concerns: z.array(concern),
});
export type ModelDocument = z.infer<typeof modelSchema>;
