import { z } from 'zod';
import { act, problem, step } from './parts.ts';

/** What a receipt is, without its schema name. */
export const receiptBody = {
  outcome: z.enum(['applied', 'unchanged', 'partial', 'refused']),
  act,
  title: z.string(),
  model: z.string(),
  operationId: z.string(),
  actor: z.string(),
  generation: z.number().int().describe('generation of the history after it'),
  version: z.string().nullable().describe('version that a registration added'),
  steps: z.array(
    z.strictObject({
      ...step.shape,
      state: z.enum(['done', 'failed', 'not-started', 'unknown']),
      problem: z.string().nullable(),
    }),
  ),
  problem: problem.nullable(),
  notices: z
    .array(z.string())
    .describe(
      'what else to know: whose move it overwrote, and that a server without compare-and-swap is best effort',
    ),
  command: z.string(),
  undo: z.string().nullable().describe('the command that takes it back; null when there is none'),
};

/** Any write with --json. */
export const receiptSchema = z.strictObject({ schema: z.literal('lastgood/receipt/1'), ...receiptBody });
export type ReceiptDocument = z.infer<typeof receiptSchema>;
