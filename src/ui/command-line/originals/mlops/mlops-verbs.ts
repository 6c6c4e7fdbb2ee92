import type { Verb } from '../../verb.ts';
import { mlopsArchiveVerb } from './mlops-archive.ts';
import { mlopsCleanupVerb } from './mlops-cleanup.ts';
import { mlopsInfoVerb } from './mlops-info.ts';
import { mlopsListVersionsVerb } from './mlops-list-versions.ts';
import { mlopsPromoteVerb } from './mlops-promote.ts';
import { mlopsTransitionVerb } from './mlops-transition.ts';

/** S3's commands, in the order of its document. */
export const mlopsVerbs: readonly Verb[] = [
  mlopsListVersionsVerb,
  mlopsTransitionVerb,
  mlopsPromoteVerb,
  mlopsInfoVerb,
  mlopsCleanupVerb,
  mlopsArchiveVerb,
];
