import { z } from 'zod';
import { differenceWords } from '../../../core/mirror/describe-difference.ts';
import type { DifferenceKind } from '../../../core/mirror/difference.ts';

/** Parts that the documents of `lastgood sync` share. */

export const differenceKinds = Object.keys(differenceWords) as [DifferenceKind, ...DifferenceKind[]];

export const transfer = z.strictObject({
  to: z.enum(['bucket', 'cache']),
  act: z.enum(['add', 'set-aside', 'remove']).describe('set-aside: what is there is kept beside first'),
  unit: z.enum(['version', 'history', 'pointer', 'log', 'kept', 'registry']),
  name: z.string().describe('inside the registry'),
  files: z.array(z.string()),
  sizeBytes: z.number(),
  why: z.string(),
});
