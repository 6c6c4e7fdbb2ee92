import { z } from 'zod';
import { cleanupPlanSchema } from './cleanup-plan.ts';
import { diffSchema } from './diff.ts';
import { doctorSchema } from './doctor.ts';
import { errorSchema } from './error.ts';
import { historySchema } from './history.ts';
import { modelSchema } from './model.ts';
import { modelsSchema } from './models.ts';
import { planSchema } from './plan.ts';
import { receiptSchema } from './receipt.ts';
import { registrationSchema } from './registration.ts';
import { resolveSchema } from './resolve.ts';
import { rollbackTargetSchema } from './rollback-target.ts';
import { verificationSchema } from './verification.ts';
import { versionSchema } from './version.ts';
import { versionsSchema } from './versions.ts';

/** Every document that `--json` prints, by the middle word of its schema name. */
export const documentSchemas = {
  models: modelsSchema,
  versions: versionsSchema,
  model: modelSchema,
  version: versionSchema,
  diff: diffSchema,
  history: historySchema,
  plan: planSchema,
  receipt: receiptSchema,
  registration: registrationSchema,
  'cleanup-plan': cleanupPlanSchema,
  verification: verificationSchema,
  doctor: doctorSchema,
  resolve: resolveSchema,
  'rollback-target': rollbackTargetSchema,
  error: errorSchema,
} as const satisfies Readonly<Record<string, z.ZodType>>;

/** The files of docs/json: name and text of the JSON Schema (draft 2020-12) of each document. Pure. */
export function formatJsonSchemas(): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(documentSchemas).map(([name, schema]) => {
      const described = { title: `lastgood/${name}/1`, ...z.toJSONSchema(schema) };
      return [`${name}.schema.json`, `${putShortListsOnOneLine(JSON.stringify(described, undefined, 2))}\n`];
    }),
  );
}

/** Longest line, as the linter has it: it would format the files otherwise, and they would be stale. */
const lineWidth = 110;

function putShortListsOnOneLine(json: string): string {
  return json.replace(/^( *.*)\[\n((?: *"[^"\n]*",?\n)+) *\](,?)$/gm, (whole, start, items, comma) => {
    const line = `${start}[${items.trim().replace(/,\n */g, ', ')}]${comma}`;
    return line.length <= lineWidth ? line : whole;
  });
}
