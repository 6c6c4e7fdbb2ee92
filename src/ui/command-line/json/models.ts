import { z } from 'zod';
import { alias, concern, gateStanding, hold, problem, source, time } from './parts.ts';

/** `lastgood models --json`. */
export const modelsSchema = z.strictObject({
  schema: z.literal('lastgood/models/1'),
  registry: z.strictObject({
    name: z.string(),
    kind: z.string(),
    place: z.string(),
    adoption: z.enum(['never-written', 'adopted', 'too-new', 'unreadable']),
    unwritable: problem.nullable().describe('why nothing may be written; null when it may'),
    readAt: time,
    source: source.nullable().describe('bucket or server behind it; null where the registry is a folder'),
    mirror: source.nullable().describe('the same for a bucket; null for anything else'),
  }),
  models: z.array(
    z.strictObject({
      model: z.string(),
      versionCount: z.number().int(),
      incompleteCount: z.number().int(),
      newest: z.string().nullable().describe('newest complete version'),
      aliases: z.array(alias),
      gates: z
        .array(z.strictObject({ ...gateStanding.shape, version: z.string() }))
        .describe('of what is live, by alias'),
      hold: hold.nullable().describe('hold on the whole model'),
      trend: z
        .strictObject({ metric: z.string(), values: z.array(z.number().nullable()).describe('oldest first') })
        .nullable(),
      concerns: z.array(concern).describe('worst first'),
    }),
  ),
  strangers: z.array(z.strictObject({ name: z.string(), why: z.string() })),
  pointerProblems: z.array(z.strictObject({ target: z.string(), problem: z.string() })),
  unfinished: z.array(
    z.strictObject({
      operationId: z.string(),
      title: z.string(),
      model: z.string(),
      actor: z.string(),
      startedAt: time,
    }),
  ),
});
export type ModelsDocument = z.infer<typeof modelsSchema>;
