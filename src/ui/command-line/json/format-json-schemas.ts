import { z } from 'zod';
import { bestSchema } from './best.ts';
import { cleanupPlanSchema } from './cleanup-plan.ts';
import { completionSchema } from './completion.ts';
import { connectionsSchema } from './connections.ts';
import { decisionSchema } from './decision.ts';
import { deploymentsSchema, deployPlanSchema, deploySchema } from './deploy.ts';
import { deploymentSchema } from './deployment.ts';
import { diffSchema } from './diff.ts';
import { doctorSchema } from './doctor.ts';
import { errorSchema } from './error.ts';
import { eventSchema } from './event.ts';
import { gateSchema } from './gate.ts';
import { helpSchema } from './help.ts';
import { historySchema } from './history.ts';
import { lineageSchema } from './lineage.ts';
import { modelSchema } from './model.ts';
import { modelsSchema } from './models.ts';
import { outboxSchema } from './outbox.ts';
import { planSchema } from './plan.ts';
import { publicationSchema } from './publication.ts';
import { receiptSchema } from './receipt.ts';
import { registrationSchema } from './registration.ts';
import { resolveSchema } from './resolve.ts';
import { rollbackTargetSchema } from './rollback-target.ts';
import { summarySchema } from './summary.ts';
import { syncSchema } from './sync.ts';
import { syncStatusSchema } from './sync-status.ts';
import { trendSchema } from './trend.ts';
import { verificationSchema } from './verification.ts';
import { versionSchema } from './version.ts';
import { versionsSchema } from './versions.ts';
import { votesSchema } from './votes.ts';

/** Every document that `--json` prints, and the event that webhooks get, by the middle word of its schema name. */
export const documentSchemas = {
  models: modelsSchema,
  versions: versionsSchema,
  model: modelSchema,
  version: versionSchema,
  diff: diffSchema,
  trend: trendSchema,
  best: bestSchema,
  summary: summarySchema,
  lineage: lineageSchema,
  decision: decisionSchema,
  deployment: deploymentSchema,
  deploy: deploySchema,
  'deploy-plan': deployPlanSchema,
  deployments: deploymentsSchema,
  history: historySchema,
  gate: gateSchema,
  votes: votesSchema,
  plan: planSchema,
  receipt: receiptSchema,
  registration: registrationSchema,
  publication: publicationSchema,
  'cleanup-plan': cleanupPlanSchema,
  verification: verificationSchema,
  doctor: doctorSchema,
  connections: connectionsSchema,
  outbox: outboxSchema,
  event: eventSchema,
  'sync-status': syncStatusSchema,
  sync: syncSchema,
  resolve: resolveSchema,
  'rollback-target': rollbackTargetSchema,
  help: helpSchema,
  completion: completionSchema,
  error: errorSchema,
} as const satisfies Readonly<Record<string, z.ZodType>>;

/** The files of docs/json: name and text of the JSON Schema (draft 2020-12) of each document. Pure. */
export function formatJsonSchemas(): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(documentSchemas).map(([name, schema]) => {
      const described = { title: `lastgood/${name}/1`, ...z.toJSONSchema(schema) };
      return [`${name}.schema.json`, formatSchemaText(described)];
    }),
  );
}

/** Longest line, as the linter has it: it would format the files otherwise, and they would be stale. */
const lineWidth = 110;

/** The text of a file with a JSON Schema. Pure. */
export function formatSchemaText(schema: object): string {
  return `${putShortListsOnOneLine(JSON.stringify(schema, undefined, 2))}\n`;
}

function putShortListsOnOneLine(json: string): string {
  return json.replace(/^( *.*)\[\n((?: *"[^"\n]*",?\n)+) *\](,?)$/gm, (whole, start, items, comma) => {
    const line = `${start}[${items.trim().replace(/,\n */g, ', ')}]${comma}`;
    return line.length <= lineWidth ? line : whole;
  });
}
