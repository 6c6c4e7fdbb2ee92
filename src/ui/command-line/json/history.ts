import { z } from 'zod';
import { verdicts } from '../../../core/gate/report.ts';
import { action, gate, state, time, verification } from './parts.ts';

const name = z.string().nullable();

const fact = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('registered'), version: z.string(), metadataSha256: z.string() }),
  z.strictObject({ kind: z.literal('held'), version: name.describe('null for the whole model') }),
  z.strictObject({ kind: z.literal('released'), version: name.describe('null for the whole model') }),
  z.strictObject({ kind: z.literal('state'), version: z.string(), from: state, to: state }),
  z.strictObject({
    kind: z.literal('described'),
    version: name,
    notes: z.string().nullable(),
    tags: z.array(z.string()).nullable(),
    description: z.string().optional().describe('of a model; left out where nothing was said'),
    owner: z.string().optional(),
  }),
  z.strictObject({
    kind: z.literal('scored'),
    version: z.string(),
    metrics: z.record(z.string(), z.number()),
  }),
  z.strictObject({
    kind: z.literal('digest'),
    version: z.string(),
    check: z.enum(['verified', 'unverified', 'nothing-recorded']),
  }),
  z.strictObject({
    kind: z.literal('gated'),
    version: z.string(),
    alias: z.string(),
    verdict: z.enum(verdicts),
    policy: z.string(),
    policySha256: z.string(),
    reportSha256: z.string(),
    evaluatedAt: time,
    expiresAt: time.describe('from then on the verdict counts no more'),
  }),
  z.strictObject({
    kind: z.literal('published'),
    version: z.string(),
    hub: z.string().describe('address'),
    repository: z.string().describe('ORG/NAME'),
    tag: z.string(),
    commit: z.string(),
  }),
  z.strictObject({
    kind: z.literal('rolled-back-before'),
    version: z.string(),
    target: z.string(),
    at: z.string(),
    actor: z.string(),
    reason: z.string(),
  }),
]);

const recordedGate = z.strictObject({
  ...gate.shape,
  bound: z
    .strictObject({ policy: z.string(), policySha256: z.string(), reportSha256: z.string() })
    .nullable()
    .describe('what the verdict stands on; null without one'),
});

/** `lastgood history MODEL --json`. */
export const historySchema = z.strictObject({
  schema: z.literal('lastgood/history/1'),
  model: z.string(),
  at: z
    .strictObject({
      time,
      aliases: z.array(z.strictObject({ alias: z.string(), version: name })),
    })
    .nullable()
    .describe('what was live at the time asked for; null when none was'),
  entries: z
    .array(
      z.strictObject({
        generation: z.number().int(),
        orderUnknown: z
          .boolean()
          .describe(
            'others have the same generation: the server has no compare-and-swap, and nobody can tell which came first',
          ),
        digest: z.string().describe('sha256 of the entry as it is stored'),
        previousDigest: z.string().nullable(),
        operationId: z.string(),
        at: time,
        actor: z.string(),
        action,
        moves: z.array(z.strictObject({ alias: z.string(), from: name, to: name })),
        facts: z.array(fact),
        reason: z.string().nullable(),
        gate: recordedGate,
        reverts: z.string().nullable().describe('operation this one takes back'),
        tool: z.string(),
      }),
    )
    .describe('in order of generation'),
  verification,
});
export type HistoryDocument = z.infer<typeof historySchema>;
