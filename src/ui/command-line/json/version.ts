import { z } from 'zod';
import { gateRule } from './gate.ts';
import { gate, gateStanding, hold, metrics, state, time, whole } from './parts.ts';

const weightsAdapter = z.strictObject({
  kind: z.string().nullable(),
  baseModel: z.string().nullable(),
  rank: z.number().int().nullable(),
  alpha: z.number().nullable(),
});
export type WeightsAdapter = z.infer<typeof weightsAdapter>;

const weightsHeader = z.strictObject({
  format: z.enum(['GGUF', 'safetensors']),
  architecture: z.string().nullable(),
  parameterCount: z.number().nullable(),
  quantisation: z.string().nullable().describe('the way most of it is stored'),
  storage: z.array(z.strictObject({ type: z.string(), parameterCount: z.number() })).describe('most first'),
  contextLength: z.number().int().nullable().describe('in tokens'),
  adapter: weightsAdapter.nullable().describe('of an adapter: what it is laid over'),
  part: z
    .strictObject({ number: z.number().int(), count: z.number().int() })
    .nullable()
    .describe('of one of several files: all else counts for this one'),
});

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
  weights: z
    .array(
      z.strictObject({
        name: z.string(),
        state: z.enum(['read', 'truncated', 'unreadable', 'elsewhere']),
        problem: z.string().nullable(),
        header: weightsHeader.nullable().describe('null unless it was read'),
      }),
    )
    .describe('what the headers of its GGUF and safetensors files on this machine say'),
  parent: z.string().nullable(),
  training: z
    .strictObject({
      framework: z.string().nullable(),
      baseModel: z.string().nullable(),
      samples: z.number().nullable(),
      epochs: z.number().nullable(),
      batchSize: z.number().nullable(),
      learningRate: z.number().nullable(),
      maxSequenceLength: z.number().nullable().describe('in tokens'),
      durationHours: z.number().nullable(),
      costUsd: z.number().nullable(),
      hardware: z.string().nullable(),
      notes: z.string().nullable(),
    })
    .nullable()
    .describe('null where nothing of the training was recorded'),
  lineage: z
    .strictObject({ dataSources: z.array(z.string()), gitCommit: z.string().nullable() })
    .nullable()
    .describe('where it comes from, beside its parent; null where nothing was recorded'),
  scored: z
    .strictObject({ at: time, actor: z.string(), metrics })
    .nullable()
    .describe('metrics recorded after registration, part of `metrics` too; when and by whom the newest were'),
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
