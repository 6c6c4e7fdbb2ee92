import { z } from 'zod';
import { verdicts } from '../../../core/gate/report.ts';

const number = z.number().nullable();

/** A decision by a weighted score, as a verdict holds it. */
export const gateDecision = z.strictObject({
  outcome: z.enum(['deploy', 'skip', 'unknown']),
  verdict: z.enum(verdicts),
  reason: z.string(),
  score: number,
  contributions: z.array(
    z.strictObject({
      metric: z.string(),
      weight: z.number(),
      normalisedWeight: z.number(),
      value: number,
      contribution: number,
    }),
  ),
  weightSum: z.number(),
  history: z.array(
    z.strictObject({
      version: z.string(),
      score: number,
      live: z.boolean(),
      problem: z.string().optional().describe('why it has no score'),
    }),
  ),
  best: z.strictObject({ version: z.string(), score: z.number() }).nullable(),
  improvement: number,
  improvementRatio: number,
  minImprovement: z.number(),
  noiseBand: number,
  forced: z.boolean(),
});
