import { z } from 'zod';

/** `lastgood rollback_model --resolve-target --json`. */
export const rollbackTargetSchema = z.strictObject({
  schema: z.literal('lastgood/rollback-target/1'),
  model: z.string(),
  alias: z.string(),
  version: z.string(),
});
export type RollbackTargetDocument = z.infer<typeof rollbackTargetSchema>;
