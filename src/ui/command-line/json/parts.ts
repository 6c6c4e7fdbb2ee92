import { z } from 'zod';
import { errorCodes } from '../../../core/errors/error-codes.ts';
import { verdicts } from '../../../core/gate/report.ts';
import { historyActions, versionStates } from '../../../core/history/entry.ts';
import { planActs } from '../../../core/plan/plan.ts';
import { stepKinds } from '../../../core/plan/step.ts';

/** Parts that several documents share. Loaded for documentation and tests only: verbs import types from here. */

export const time = z.string().describe('ISO 8601 UTC');
export const act = z.enum(planActs);
export const state = z.enum(versionStates);
export const action = z.enum(historyActions);
export const errorCode = z
  .enum(Object.keys(errorCodes) as [keyof typeof errorCodes, ...(keyof typeof errorCodes)[]])
  .describe('permanent code, see docs/errors.md');

export const problem = z.strictObject({ code: errorCode, message: z.string(), hint: z.string() });

export const confirmation = z.strictObject({
  kind: z.enum(['yes', 'typed']),
  text: z.string().nullable().describe('what --confirm takes; null for kind yes'),
});

export const source = z.strictObject({
  url: z.string().describe('gs://bucket/prefix, or the address of a server, without a login'),
  cache: z.string().describe('folder of the local copy, which is what is shown'),
  seenAt: time.nullable().describe('when it was last read to its end; null: never'),
  problem: problem.nullable().describe('why it could not be read now; null when it was'),
});

export const gate = z.strictObject({
  verdict: z.enum(['NONE', 'PASS', 'FAIL', 'INCONCLUSIVE', 'ERROR']),
  overridden: z.boolean(),
  unbound: z.boolean().describe('true for the word of a status file that is bound to nothing'),
});

export const gateStanding = z.strictObject({
  alias: z.string(),
  standing: z
    .string()
    .describe(
      'in short: PASS, FAIL, UNSURE or ERROR, with stale where it counts no more; unjudged, bad policy, none',
    ),
  policy: z.string().nullable(),
  verdict: z.enum(verdicts).nullable().describe('newest on record; null without one'),
  evaluatedAt: time.nullable(),
  expiresAt: time.nullable(),
  actor: z.string().nullable(),
  stale: z.array(z.string()).describe('why the verdict counts no more; empty while it counts'),
  problem: z.string().nullable().describe('why the policy that is bound cannot be used'),
});

export const hold = z.strictObject({
  at: time,
  actor: z.string(),
  reason: z.string().nullable(),
  operationId: z.string(),
});

export const alias = z.strictObject({
  alias: z.string(),
  version: z.string().nullable().describe('what is live; null after unset'),
  recorded: z
    .boolean()
    .describe('false when only the pointer says so: no history entry yet; the next six are null then'),
  since: time.nullable(),
  actor: z.string().nullable(),
  reason: z.string().nullable(),
  action: action.nullable(),
  generation: z.number().int().nullable(),
  operationId: z.string().nullable(),
  gate,
});

export const concern = z.strictObject({
  severity: z.enum(['critical', 'warning']),
  kind: z.enum([
    'history-damaged',
    'namesake',
    'news',
    'no-history',
    'pointer-blocked',
    'drift',
    'dangling',
    'cut-off',
    'stale-pointer',
    'held',
    'live-damaged',
  ]),
  message: z.string(),
});

export const changeVerdict = z.enum(['better', 'worse', 'same', 'changed', 'only-before', 'only-after']);
export const crossing = z
  .enum(['now passes', 'now fails'])
  .nullable()
  .describe('the side of the thresholds that it changes to; null when it stays on one, or there is none');
export const thresholds = z.array(z.strictObject({ operator: z.enum(['>=', '<=']), threshold: z.number() }));

export const whole = z.enum(['complete', 'incomplete', 'damaged']);
export const metrics = z.record(z.string(), z.number()).describe('by name; finite numbers only');

export const step = z.strictObject({
  kind: z.enum(stepKinds),
  target: z.string(),
  expected: z.string().nullable(),
  value: z.string().nullable(),
});

export const verification = z.strictObject({
  verdict: z.enum(['intact', 'altered', 'missing', 'truncated', 'forked', 'too-new', 'unreadable']),
  words: z.string(),
  generation: z.number().int().nullable().describe('the first generation that is wrong; null when intact'),
  checkpoint: z
    .string()
    .nullable()
    .describe('count:digest, to be kept elsewhere; null when empty or not intact'),
});
