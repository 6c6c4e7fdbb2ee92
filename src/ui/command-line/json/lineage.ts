import { z } from 'zod';
import { lineageRelations } from '../../../core/lineage/lineage-graph.ts';
import { state, time } from './parts.ts';

const relation = z
  .enum(lineageRelations)
  .describe('previous-live is what was live before, by a record that is often wrong: not descent');
const name = { model: z.string(), version: z.string() };
const standing = {
  isRegistered: z.boolean().describe('false for one that the lineage file alone speaks of'),
  state: state.nullable().describe('null for what is not registered'),
  aliases: z.array(z.string()).describe('it is live under'),
};
const step = z.strictObject({
  ...name,
  relation,
  from: z.strictObject(name).describe('the version next to it on the way'),
  distance: z.number().int().describe('links from the version asked about, at least 1'),
  ...standing,
});

/** `lastgood lineage [MODEL] [VERSION] --json`. */
export const lineageSchema = z.strictObject({
  schema: z.literal('lastgood/lineage/1'),
  model: z.string().nullable(),
  version: z.string().nullable().describe('the version asked about; null for the whole model'),
  dataSet: z.string().nullable().describe('the data set asked about'),
  file: z
    .strictObject({ target: z.string(), problem: z.string().nullable() })
    .nullable()
    .describe('the lineage file beside the records; null where this kind of registry has none'),
  versions: z
    .array(
      z.strictObject({
        ...name,
        ...standing,
        createdAt: time.nullable(),
        origins: z
          .array(z.strictObject({ ...name, relation }))
          .describe('what it comes from and that is here'),
        parent: z.string().nullable().describe('as recorded, whether it is here or not'),
        baseModel: z.string().nullable(),
        dataSources: z.array(z.string()),
        gitCommit: z.string().nullable(),
        notes: z.string().nullable(),
      }),
    )
    .describe('the version asked about, else all of the model, oldest first'),
  tree: z
    .array(
      z.strictObject({
        version: z.string(),
        level: z.number().int().describe('1 for a root'),
        relation: relation.nullable().describe('to what it hangs on, the nearest above with one level less'),
      }),
    )
    .describe('the versions of the model as the rows of a tree; empty without a model'),
  ancestors: z.array(step).describe('of the version asked about, nearest first'),
  descendants: z.array(step).describe('of the version asked about, depth first'),
  data: z
    .array(z.strictObject({ ...name, distance: z.number().int(), dataSources: z.array(z.string()) }))
    .describe('what the version asked about was made from: its own data, then its ancestors, nearest first'),
  dataSets: z
    .array(z.strictObject({ dataSet: z.string(), versions: z.array(z.string()) }))
    .describe('of the model, each with the versions that were trained on it'),
  affected: z
    .array(
      z.strictObject({
        ...name,
        because: z.enum(['itself', 'uses', 'descends']),
        from: z.strictObject(name).nullable().describe('the touched version it comes from'),
        ...standing,
      }),
    )
    .describe('the version or the users of the data set asked about, and all that comes from them'),
  problems: z
    .array(
      z.strictObject({
        kind: z.enum(['cycle', 'missing-parent', 'conflict', 'not-registered']),
        versions: z.array(z.strictObject(name)),
        message: z.string(),
      }),
    )
    .describe('of the version and its ancestors, else of the model, else of all models'),
});
export type LineageDocument = z.infer<typeof lineageSchema>;
