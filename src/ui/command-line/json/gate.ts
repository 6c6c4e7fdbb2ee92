import { z } from 'zod';
import { ruleNames } from '../../../core/gate/policy.ts';
import { boundPlaces, verdicts } from '../../../core/gate/report.ts';
import { gateDecision } from './gate-decision.ts';
import { gateVotes } from './gate-votes.ts';
import { time } from './parts.ts';
import { planBody } from './plan.ts';
import { receiptBody } from './receipt.ts';

const verdict = z.enum(verdicts);
const number = z.number().nullable();

const slice = z.strictObject({
  field: z.string(),
  slice: z.string(),
  count: number.describe('examples in it'),
  metric: z.string(),
  value: number,
  verdict,
});

/** One rule, judged. */
export const gateRule = z.strictObject({
  id: z.string(),
  rule: z.enum(ruleNames),
  effect: z.enum(['blocks', 'advises']),
  verdict: z.enum([...verdicts, 'SKIPPED']),
  file: z.string().nullable(),
  metric: z.string().nullable(),
  operator: z.enum(['>=', '<=', '>']).nullable(),
  threshold: number,
  value: number,
  margin: number.describe('on the good side of the threshold; negative on the bad side'),
  unit: z.string(),
  noiseBand: number.describe('largest minus smallest of repeat runs'),
  reason: z.string(),
  remedy: z.string().nullable().describe('what would make it pass; null when it does'),
  slices: z
    .array(slice)
    .describe(
      'what does not pass, slice by slice, worst first, of at most 1000 slices; then the nearest that pass',
    ),
  sliceCounts: z.strictObject({ all: z.number().int(), bad: z.number().int() }).nullable(),
  votes: gateVotes.optional().describe('of a rule on votes'),
});

/** A verdict with everything it stands on; gate.json and quality_gate.json hold the same. */
const gateReport = z.strictObject({
  format: z.literal(1),
  tool: z.string(),
  evaluatedAt: time,
  expiresAt: time.describe('from then on the verdict counts no more'),
  policy: z.strictObject({ name: z.string(), sha256: z.string(), origin: z.string() }),
  subject: z
    .strictObject({ model: z.string(), version: z.string(), alias: z.string() })
    .nullable()
    .describe('null for results that belong to no version'),
  verdict,
  rules: z
    .array(gateRule)
    .describe('what is wrong with registered files first, then in the order of the policy'),
  files: z.array(
    z.strictObject({
      source: z.string(),
      name: z.string(),
      sha256: z.string(),
      sizeBytes: z.number().int(),
      place: z.enum(boundPlaces),
      host: z
        .string()
        .optional()
        .describe('of a file at a path of a machine: the host that it was hashed on'),
    }),
  ),
  baseline: z
    .strictObject({
      alias: z.string(),
      version: z.string().nullable(),
      metadataSha256: z.string().nullable(),
    })
    .nullable()
    .describe('what was live when it was judged; null for results that belong to no version'),
  decision: gateDecision.nullable(),
});

/** `lastgood gate --json`, `lastgood compute_quality_gate --json`. */
export const gateSchema = z.strictObject({
  schema: z.literal('lastgood/gate/1'),
  report: gateReport,
  plan: z.strictObject(planBody).nullable().describe('how it would be recorded; only with --dry-run'),
  receipt: z.strictObject(receiptBody).nullable().describe('how it was recorded; null when it was not'),
  written: z.array(z.string()).describe('status files that were written'),
});
export type GateDocument = z.infer<typeof gateSchema>;
