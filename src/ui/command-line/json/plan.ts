import { z } from 'zod';
import { act, confirmation, problem, step } from './parts.ts';

/** What a plan is, without its schema name. */
export const planBody = {
  act,
  title: z.string(),
  model: z.string(),
  operationId: z.string(),
  actor: z.string(),
  generation: z.number().int().describe('generation of the history it was made from'),
  changes: z.boolean().describe('false when everything already is as asked'),
  steps: z.array(step),
  blockers: z.array(problem).describe('empty when it can be carried out'),
  warnings: z.array(z.string()),
  notUndone: z.array(z.string()),
  confirmation,
  command: z.string().describe('the command line that does the same'),
};

/** Any write with --dry-run --json. */
export const planSchema = z.strictObject({ schema: z.literal('lastgood/plan/1'), ...planBody });
export type PlanDocument = z.infer<typeof planSchema>;
