import { z } from 'zod';
import type { DifferenceKind } from '../../../core/mirror/difference.ts';
import { differenceWords } from '../../../core/mirror/difference-words.ts';

/** Parts that the documents of `lastgood sync` share. */

export const differenceKinds = Object.keys(differenceWords) as [DifferenceKind, ...DifferenceKind[]];

export const transfer = z.strictObject({
  to: z.enum(['bucket', 'cache']),
  act: z
    .enum(['add', 'move', 'set-aside', 'remove'])
    .describe('move: a pointer that says something else; set-aside: what is there is kept beside first'),
  unit: z.enum(['version', 'history', 'pointer', 'log', 'kept', 'registry']),
  name: z.string().describe('inside the registry'),
  files: z.array(z.string()),
  sizeBytes: z.number(),
  why: z.string(),
  move: z
    .strictObject({
      model: z.string(),
      alias: z.string(),
      from: z.string().nullable(),
      to: z.string().nullable(),
    })
    .nullable()
    .describe('what a pointer in the bucket says before and after'),
});
