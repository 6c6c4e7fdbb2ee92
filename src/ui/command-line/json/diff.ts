import { z } from 'zod';
import { changeVerdict, crossing, thresholds } from './parts.ts';

const valueChange = z.strictObject({
  name: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});

/** `lastgood diff MODEL A B --json`. */
export const diffSchema = z.strictObject({
  schema: z.literal('lastgood/diff/1'),
  model: z.string(),
  before: z.string(),
  after: z.string(),
  gateAlias: z
    .string()
    .nullable()
    .describe('alias whose gate the metrics are held against; null where none demands anything'),
  metrics: z.array(
    z.strictObject({
      metric: z.string(),
      unit: z.string(),
      before: z.number().nullable(),
      after: z.number().nullable(),
      difference: z.number().nullable(),
      differenceRatio: z.number().nullable().describe('difference divided by |before|'),
      verdict: changeVerdict,
      thresholds: thresholds.describe('what the gate demands of the metric'),
      crosses: crossing,
    }),
  ),
  configuration: z.array(valueChange).describe('values that differ, by dotted path'),
  unchangedConfigurationCount: z.number().int(),
  artifacts: z.array(valueChange),
  unchangedArtifactCount: z.number().int(),
  particulars: z.array(valueChange),
  training: z.array(valueChange).describe('facts of the training that differ'),
  lineage: z.array(valueChange).describe('parent, data and commit, where they differ'),
  gaps: z.array(z.string()).describe('what keeps the comparison from being whole'),
});
export type DiffDocument = z.infer<typeof diffSchema>;
