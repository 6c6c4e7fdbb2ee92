import { z } from 'zod';
import { gateRule } from './gate.ts';
import { gate, gateStanding, hold, metrics, state, time, whole } from './parts.ts';

/** `lastgood show MODEL VERSION --json`. */
export const versionSchema = z.strictObject({
  schema: z.literal('lastgood/version/1'),
  model: z.string(),
  version: z.string(),
  whole,
  problem: z.string().nullable(),
  state,
  aliases: z.array(z.string()),
  hold: hold.nullable(),
  createdAt: time.nullable(),
  metrics,
  configuration: z.record(z.string(), z.string()).describe('by dotted path, each value as JSON text'),
  artifacts: z.array(
    z.strictObject({
      name: z.string(),
      role: z.enum(['weights', 'evidence', 'configuration']),
      sha256: z.string().nullable(),
      sizeBytes: z.number().int().nullable(),
    }),
  ),
  parent: z.string().nullable(),
  notes: z.string().nullable(),
  tags: z.array(z.string()),
  particulars: z.array(z.strictObject({ label: z.string(), value: z.string() })),
  oddities: z.array(z.string()),
  gates: z
    .array(
      z.strictObject({
        ...gateStanding.shape,
        wouldBlock: z.array(z.string()).describe('why a promotion may not rest on it now; empty when it may'),
        rules: z.array(gateRule).describe('of the verdict on record, the worst first; empty without one'),
      }),
    )
    .describe('of every alias with a policy or a verdict'),
  live: z
    .array(
      z.strictObject({
        alias: z.string(),
        startedAt: time,
        endedAt: time.nullable(),
        takenBack: z.boolean(),
        gate,
        operationId: z.string().nullable(),
      }),
    )
    .describe('when it was live, in order of start'),
});
export type VersionDocument = z.infer<typeof versionSchema>;
