import { z } from 'zod';
import { visibilities } from '../../../core/publish/publication.ts';
import { confirmation, problem } from './parts.ts';

const visibility = z.enum(visibilities);

/** `lastgood publish --json`, with --dry-run too. */
export const publicationSchema = z.strictObject({
  schema: z.literal('lastgood/publication/1'),
  outcome: z
    .enum(['planned', 'applied', 'unchanged', 'partial', 'refused'])
    .describe('planned: with --dry-run; unchanged: it was published and on record already'),
  title: z.string(),
  model: z.string(),
  version: z.string(),
  actor: z.string(),
  hub: z.string().describe('address of the hub'),
  repository: z.string().describe('ORG/NAME'),
  tag: z.string(),
  visibility: visibility
    .nullable()
    .describe('of the repository as it is or will be; null where nobody knows'),
  state: z
    .enum(['published', 'no-repository', 'untagged', 'repository', 'other-content', 'other-model'])
    .describe('how it stood on the hub when the plan was made'),
  steps: z.array(
    z.strictObject({
      kind: z.enum(['make-repository', 'make-commit', 'set-tag', 'append-history']),
      target: z.string(),
      expected: z.string().nullable(),
      value: z.string(),
      state: z.enum(['planned', 'done', 'not-done', 'unknown']),
    }),
  ),
  files: z.array(
    z.strictObject({
      path: z.string(),
      part: z.enum(['model', 'record']),
      sizeBytes: z.number().int(),
      sha256: z.string(),
    }),
  ),
  leftOut: z.array(z.strictObject({ path: z.string(), why: z.string() })).describe('what is not published'),
  url: z.string().nullable().describe('where it can be seen; null where it is not published'),
  commit: z.string().nullable(),
  made: z
    .strictObject({ repository: z.boolean(), commit: z.boolean(), tag: z.boolean() })
    .describe('what this run made'),
  blockers: z.array(problem).describe('empty when it can be carried out'),
  warnings: z.array(z.string()),
  confirmation,
  problem: problem.nullable(),
  command: z.string().describe('the command line that does the same'),
});
export type PublicationDocument = z.infer<typeof publicationSchema>;
