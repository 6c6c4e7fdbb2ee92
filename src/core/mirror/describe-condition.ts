import type { ErrorCode } from '../errors/error-codes.ts';
import type { MirrorCondition } from '../ports/mirror.ts';
import { countDifferences } from './describe-difference.ts';

/** Failures that say more than that the bucket could not be reached. */
const words: Readonly<Partial<Record<ErrorCode, string>>> = {
  'login-required': 'LOGIN EXPIRED',
  'access-denied': 'ACCESS DENIED',
  'bucket-not-found': 'NO SUCH BUCKET',
  'tool-missing': 'TOOL MISSING',
  'disk-full': 'DISK FULL',
  'format-too-new': 'TOO NEW',
  'network-failed': 'OFFLINE',
  offline: 'OFFLINE',
};

/** Why the bucket could not be read last time, in a word or two in capitals; undefined when it could be. Pure. */
export function nameMirrorProblem({ problem }: Pick<MirrorCondition, 'problem'>): string | undefined {
  return problem && (words[problem.code] ?? 'MIRROR FAILED');
}

/** How both sides stand to each other by the last read, as a sentence. Pure. */
export function describeSides({
  isRead,
  differences,
}: Pick<MirrorCondition, 'isRead' | 'differences'>): string {
  if (!isRead) return 'The bucket was not read to its end yet, so nothing can be compared.';
  const counted = countDifferences(differences);
  if (counted.length === 0) return 'Both sides are the same.';
  const sentence = counted.join('; ');
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

/** Why nothing can be written by who may not, and what to do; undefined when the bucket took what was written, or was asked for nothing. Pure. */
export function reasonWritesAreRefused({
  writeProblem,
}: Pick<MirrorCondition, 'writeProblem'>): string | undefined {
  return writeProblem && `ACCESS DENIED, no writes. ${writeProblem.hint}`.trim();
}

/** Why nothing can be written while the bucket cannot be read, and what to do; undefined when it can, or was not asked yet. Pure. */
export function reasonMirrorRefuses(condition: Pick<MirrorCondition, 'problem'>): string | undefined {
  const name = nameMirrorProblem(condition);
  return name && `${name}, no writes. ${condition.problem?.hint ?? ''}`.trim();
}
