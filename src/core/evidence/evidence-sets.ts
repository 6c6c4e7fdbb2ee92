import { type EvidenceFormat, mainSet } from '../gate/policy.ts';

/** The sets of numbers a file of each format gives; one with slices only gives none. */
export const setsOfFormat: Readonly<Record<EvidenceFormat, readonly string[]>> = {
  summary: [mainSet],
  'bias-report': [],
  'tuning-report': ['best', 'baseline'],
  'quality-report': [mainSet, 'baseline'],
  'user-feedback': [],
};
