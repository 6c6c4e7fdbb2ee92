import { z } from 'zod';
import { eventKinds, eventOutcomes } from '../../../core/events/event.ts';
import { planActs } from '../../../core/plan/plan.ts';
import { registryKinds } from '../../../core/registry/registry-index.ts';
import { time } from './parts.ts';

const problem = z.strictObject({ code: z.string(), message: z.string(), hint: z.string() });

/** An event without its schema name. */
export const eventBody = z.strictObject({
  eventId: z.string().describe('the same whenever it is told again'),
  operationId: z.string(),
  kind: z.enum(eventKinds),
  act: z.enum([...planActs, 'deploy', 'decide', 'diagnose']).describe('what was asked for'),
  title: z.string().describe('what was to be done, whatever became of it'),
  at: time,
  actor: z.string(),
  registry: z.strictObject({ name: z.string(), kind: z.enum(registryKinds), place: z.string() }),
  model: z.string(),
  version: z.string().nullable().describe('null: the whole model, or none'),
  alias: z.string().nullable(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  reason: z.string().nullable(),
  incident: z.string().nullable().describe('an id of an incident that the reason names'),
  gate: z
    .strictObject({
      verdict: z.enum(['NONE', 'PASS', 'FAIL', 'INCONCLUSIVE', 'ERROR']),
      overridden: z.boolean(),
      bound: z
        .strictObject({ policy: z.string(), policySha256: z.string(), reportSha256: z.string() })
        .optional(),
      unbound: z.literal(true).optional(),
    })
    .nullable()
    .describe('null where no gate had a part in it'),
  outcome: z
    .enum(eventOutcomes)
    .describe(
      'partly: on record, and something after it is not done; not-done: what is live has not changed',
    ),
  problem: problem.nullable().describe('why it is not done, or not whole'),
  command: z.string().describe('the command line that does the same'),
  links: z.array(z.strictObject({ label: z.string(), url: z.string() })).readonly(),
  metrics: z.record(z.string(), z.number()),
});

/** What a webhook gets. */
export const eventSchema = z.strictObject({ schema: z.literal('lastgood/event/1'), ...eventBody.shape });
