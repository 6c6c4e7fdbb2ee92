import { z } from 'zod';
import { linkKinds, linkStates } from '../../../core/deployment/deployment.ts';
import { confirmation, problem, time } from './parts.ts';
import { receiptBody } from './receipt.ts';

const link = z.strictObject({
  kind: z.enum(linkKinds),
  target: z.string(),
  expected: z.string().nullable().describe('what is there before; null for nothing'),
  value: z.string().nullable().describe('what will be there; null where only carrying it out can tell'),
  state: z.enum(linkStates).describe('unchanged: it was made before; skipped: nobody asked for it'),
  attempts: z.number().int(),
  operationId: z.string(),
  detail: z.string().nullable().describe('what came of it: a version, an address, why it was left out'),
  problem: problem.nullable(),
});

const named = {
  deploymentId: z.string(),
  title: z.string(),
  model: z.string(),
  alias: z.string(),
  actor: z.string(),
  command: z.string().describe('the command line that does the same'),
  links: z.array(link).describe('one of each kind, in the order they are made'),
};

/** How the chain of a deployment ended, as part of another document. */
export const deployOutcome = z.strictObject({
  deploymentId: z.string(),
  outcome: z
    .enum(['applied', 'unchanged', 'partial', 'refused'])
    .describe('partial: it can be resumed; refused: there is nothing to resume, or nothing more was done'),
  links: z.array(link),
  notices: z.array(z.string()),
  resume: z.string().nullable().describe('the command that goes on; null when nothing is left to do'),
});

export type DeployOutcome = z.infer<typeof deployOutcome>;

const receipt = z.strictObject(receiptBody).nullable();

/** `lastgood deploy --json`, with `--resume` too. */
export const deploySchema = z.strictObject({
  schema: z.literal('lastgood/deploy/1'),
  ...named,
  outcome: deployOutcome.shape.outcome,
  version: z.string().nullable(),
  receipts: z
    .strictObject({ register: receipt, gate: receipt, promote: receipt })
    .describe('of the registry, of the links that this run carried out'),
  problem: problem.nullable(),
  notices: deployOutcome.shape.notices,
  resume: deployOutcome.shape.resume,
});
export type DeployDocument = z.infer<typeof deploySchema>;

/** `lastgood deploy --dry-run --json`. */
export const deployPlanSchema = z.strictObject({
  schema: z.literal('lastgood/deploy-plan/1'),
  ...named,
  begun: z.boolean().describe('whether it stands in the journal, and some of its links may be done'),
  changes: z.boolean().describe('false when everything already is as asked'),
  blockers: z.array(problem).describe('empty when it can be carried out'),
  warnings: z.array(z.string()),
  notUndone: z.array(z.string()),
  confirmation,
});
export type DeployPlanDocument = z.infer<typeof deployPlanSchema>;

const { title, deploymentId, model, alias, actor, command, links } = named;

/** `lastgood deploy --list --json`. */
export const deploymentsSchema = z.strictObject({
  schema: z.literal('lastgood/deployments/1'),
  deployments: z.array(
    z.strictObject({
      ...{ deploymentId, title, model, alias, actor, command, links },
      startedAt: time,
      version: z.string().nullable(),
      state: z.enum(['running', 'cut-off']).describe('cut-off: nobody works on it'),
      resume: z.string().describe('the command that carries it on'),
    }),
  ),
  unreadable: z.array(z.string()).describe('paths of files of the journal that cannot be read'),
});
export type DeploymentsDocument = z.infer<typeof deploymentsSchema>;
