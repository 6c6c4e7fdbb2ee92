import { z } from 'zod';
import { changeVerdict, crossing, gate, thresholds, time, whole } from './parts.ts';

const direction = z.enum(['higher', 'lower', 'unknown']).describe('which way is better');

const change = z.strictObject({
  difference: z.number().nullable(),
  differenceRatio: z.number().nullable().describe('difference divided by |before|'),
  verdict: changeVerdict,
  crosses: crossing,
});

/** `lastgood trend MODEL [METRIC] --json`. */
export const trendSchema = z.strictObject({
  schema: z.literal('lastgood/trend/1'),
  model: z.string(),
  alias: z.string().describe('whose gate, live versions and rollbacks are told'),
  metric: z.string().nullable().describe('null when no version has a metric; the rest is empty then'),
  unit: z.string(),
  direction,
  policy: z.string().nullable().describe('bound to the alias; null without one that can be used'),
  policyProblem: z.string().nullable().describe('why the bound policy cannot be used'),
  thresholds: thresholds.describe('what the gate demands of the metric'),
  points: z
    .array(
      z.strictObject({
        version: z.string(),
        whole,
        value: z.number().nullable(),
        createdAt: time.nullable(),
        isLive: z.boolean().describe('under the alias'),
        liveSpans: z.array(
          z.strictObject({
            alias: z.string(),
            startedAt: time,
            endedAt: time.nullable().describe('null while it is live'),
            takenBack: z.boolean(),
          }),
        ),
        rolledBack: z
          .strictObject({
            at: time.nullable(),
            actor: z.string().nullable(),
            reason: z.string().nullable(),
          })
          .nullable()
          .describe('how its last time under the alias was taken back; null when it was not'),
        gate: gate.nullable().describe('when it was last moved to the alias, else its newest verdict'),
        reaches: z.boolean().nullable().describe('whether it reaches the thresholds; null without either'),
        toPrevious: change.nullable().describe('from the version before it that was measured'),
        toLive: change.nullable().describe('from what is live; null when nothing is, or this is it'),
      }),
    )
    .describe('oldest first, by version order'),
  hiddenCount: z.number().int().describe('earlier versions that --last left out'),
  best: z.string().nullable().describe('version'),
  worst: z.string().nullable().describe('version'),
  newest: z.string().nullable().describe('newest version that was measured'),
  tendency: z.strictObject({
    movement: z.enum(['rises', 'falls', 'same', 'unknown']),
    versionCount: z.number().int().describe('versions in a row up to the newest that go the same way'),
    verdict: z.enum(['better', 'worse', 'same', 'unknown']),
    words: z.string(),
  }),
  metrics: z
    .array(
      z.strictObject({
        metric: z.string(),
        unit: z.string(),
        direction,
        versionCount: z.number().int().describe('versions that have it'),
        newest: z.number().describe('in the newest version that has it'),
      }),
    )
    .describe('every metric there is a trend of'),
});
export type TrendDocument = z.infer<typeof trendSchema>;
