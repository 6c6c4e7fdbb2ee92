import { z } from 'zod';

const number = z.number().nullable();

/** What a decision is, wherever it is printed. */
export const decisionBody = {
  model: z.string(),
  alias: z.string(),
  runId: z.string().nullable().describe('names the same run in the files that were written'),
  outcome: z
    .enum(['deploy', 'skip', 'unknown'])
    .describe('unknown: something that is needed could not be read'),
  verdict: z.enum(['PASS', 'FAIL', 'INCONCLUSIVE', 'ERROR']),
  reason: z.string(),
  forced: z.boolean().describe('whether --force-deploy overruled it'),
  score: number.describe('sum of the contributions, not rounded; null when a metric is missing'),
  contributions: z.array(
    z.strictObject({
      metric: z.string(),
      weight: z.number(),
      normalisedWeight: z.number().describe('divided by the sum of the weights'),
      value: number.describe('as measured'),
      contribution: number.describe('normalisedWeight times value'),
    }),
  ),
  weightSum: number.describe('of the weights as given'),
  history: z
    .array(
      z.strictObject({
        version: z.string(),
        live: z.boolean(),
        score: number,
        problem: z.string().nullable(),
      }),
    )
    .describe(
      'versions that were deployed and not taken back, or with --history-runs runs by their ids, best first',
    ),
  best: z.strictObject({ version: z.string(), score: z.number() }).nullable(),
  improvement: number.describe('score minus best; null for the first'),
  improvementRatio: number.describe('improvement divided by |best|'),
  minImprovement: z.number().describe('the improvement must be more than this'),
  noiseBand: number.describe('spread of the score over repeat runs; null without any'),
  warnings: z.array(z.string()),
  loggedRun: z
    .strictObject({ url: z.string(), experiment: z.string(), runId: z.string() })
    .nullable()
    .describe('the run it was logged as; null without --log-run, and when it could not be logged'),
} as const;

/** `lastgood decide --json`. */
export const decisionSchema = z.strictObject({ schema: z.literal('lastgood/decision/1'), ...decisionBody });
export type DecisionDocument = z.infer<typeof decisionSchema>;
