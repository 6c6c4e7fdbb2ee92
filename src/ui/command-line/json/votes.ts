import { z } from 'zod';
import { verdicts } from '../../../core/gate/report.ts';
import { gateVotes } from './gate-votes.ts';
import { time } from './parts.ts';

/** `lastgood votes --json`, `lastgood ab_tally --json`. */
export const votesSchema = z.strictObject({
  schema: z.literal('lastgood/votes/1'),
  model: z.string().nullable().describe('null for ab_tally, which names none'),
  version: z.string(),
  feedback: z.strictObject({
    path: z.string(),
    sha256: z.string().nullable().describe('null when it could not be read'),
  }),
  evaluatedAt: time,
  verdict: z.enum(verdicts),
  reason: z.string(),
  remedy: z.string().nullable().describe('what would make it pass; null when it does'),
  missingVotes: z.number().int().nullable().describe('wins or losses still needed'),
  waitMs: z
    .number()
    .nullable()
    .describe('how long it still has to be the candidate; null where nobody knows since when'),
  votes: gateVotes.nullable().describe('null when the feedback could not be read'),
});
export type VotesDocument = z.infer<typeof votesSchema>;
