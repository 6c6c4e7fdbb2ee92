import type { ErrorCode } from '../errors/error-codes.ts';
import type { MirrorCondition } from '../ports/mirror.ts';
import type { SourceCondition } from '../ports/source.ts';
import type { SourceFacts } from '../session/source-facts.ts';
import { countDifferences } from './describe-difference.ts';

type Words = Readonly<Partial<Record<ErrorCode, string>>>;

/** Failures that say more than that it could not be reached. */
const words: Words = {
  'access-denied': 'ACCESS DENIED',
  'bucket-not-found': 'NO SUCH BUCKET',
  'tool-missing': 'TOOL MISSING',
  'disk-full': 'DISK FULL',
  'format-too-new': 'TOO NEW',
  'network-failed': 'OFFLINE',
  offline: 'OFFLINE',
};

/** What is said of one kind of place only, and of a failure that has no word of its own. */
const wordsOfPlace: Readonly<Record<SourceFacts['at'], { readonly own: Words; readonly other: string }>> = {
  bucket: { own: { 'login-required': 'LOGIN EXPIRED' }, other: 'MIRROR FAILED' },
  server: { own: { 'login-required': 'LOGIN NEEDED' }, other: 'SERVER FAILED' },
  remote: { own: { 'login-required': 'LOGIN NEEDED' }, other: 'REMOTE FAILED' },
};

/** Why bucket or server could not be read last time, in a word or two in capitals; undefined when it could be. Pure. */
export function nameSourceProblem(
  at: SourceFacts['at'],
  { problem }: Pick<SourceCondition, 'problem'>,
): string | undefined {
  const { own, other } = wordsOfPlace[at];
  return problem && (own[problem.code] ?? words[problem.code] ?? other);
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

/** Why nothing can be written by who may not, and what to do; undefined when all was taken that was written, or nothing was. Pure. */
export function reasonWritesAreRefused({
  writeProblem,
}: Pick<SourceCondition, 'writeProblem'>): string | undefined {
  return writeProblem && `ACCESS DENIED, no writes. ${writeProblem.hint}`.trim();
}

/** Why nothing can be written while bucket or server cannot be read, and what to do; undefined when it can, or was not asked yet. Pure. */
export function reasonSourceRefuses(
  at: SourceFacts['at'],
  condition: Pick<SourceCondition, 'problem'>,
): string | undefined {
  const name = nameSourceProblem(at, condition);
  return name && `${name}, no writes. ${condition.problem?.hint ?? ''}`.trim();
}
