import { z } from 'zod';
import { time } from './parts.ts';

const count = z.number().int();

/** Votes on a candidate, as a verdict holds them. */
export const gateVotes = z.strictObject({
  candidate: z.string().describe('what the feedback calls it'),
  wins: count,
  losses: count,
  ties: count.describe('not part of the ratio'),
  neither: count.describe('not part of the ratio'),
  others: count.describe('pairs of the window without the candidate'),
  selfPairs: count.describe('pairs of the candidate with itself'),
  unknown: count.describe('of the candidate, with a preference that there is not'),
  duplicates: count.describe('rows that repeat one that was counted'),
  future: count.describe('of the candidate, from later than now'),
  older: count.describe('of the candidate, from before the window'),
  ratio: z.number().nullable().describe('wins among wins and losses, 0 to 1; null without one'),
  interval: z
    .strictObject({ low: z.number(), high: z.number() })
    .nullable()
    .describe('the ratio with 95% confidence (Wilson)'),
  threshold: z.number(),
  minVotes: count,
  windowMs: z.number().describe('how far back votes count, in milliseconds'),
  candidateForMs: z.number().describe('how long it has to have been the candidate, in milliseconds'),
  candidateSince: time.nullable().describe('null: nobody knows'),
  sinceFrom: z.enum(['history', 'said']).nullable(),
});
