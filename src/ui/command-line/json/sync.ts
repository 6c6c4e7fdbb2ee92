import { z } from 'zod';
import { problem } from './parts.ts';
import { transfer } from './sync-parts.ts';

/** `lastgood sync pull --json` and `lastgood sync push --json`. */
export const syncSchema = z.strictObject({
  schema: z.literal('lastgood/sync/1'),
  direction: z.enum(['pull', 'push']),
  url: z.string().describe('gs://bucket/prefix'),
  cache: z.string().describe('folder of the local copy'),
  outcome: z
    .enum(['planned', 'applied', 'unchanged', 'partial', 'refused'])
    .describe('planned: with --dry-run; unchanged: there was nothing to carry'),
  transfers: z.array(
    z.strictObject({
      ...transfer.shape,
      outcome: z
        .enum(['done', 'already', 'refused', 'failed', 'not-started'])
        .describe('refused: something else stands there, and nothing was overwritten'),
      problem: z.string().nullable(),
    }),
  ),
  forked: z
    .array(z.string())
    .describe('models whose history is another one on both sides; nothing of it is carried'),
  problem: problem.nullable(),
});
export type SyncDocument = z.infer<typeof syncSchema>;
