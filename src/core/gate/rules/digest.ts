import type { DigestRule } from '../policy.ts';
import type { RuleContext, RuleEvaluation } from '../rule-context.ts';

/** Judges whether the files of the version are those that were registered. Only a verified digest passes. Pure. */
export function evaluateDigest(_rule: DigestRule, context: RuleContext): RuleEvaluation {
  const { digest } = context.input;
  switch (digest) {
    case 'verified':
      return { verdict: 'PASS', reason: 'The files are those that were registered.' };
    case 'unverified':
      return {
        verdict: 'INCONCLUSIVE',
        reason: 'The files were not verified against their recorded digests.',
        remedy: 'Verify the version where its files are.',
      };
    case 'nothing-recorded':
      return {
        verdict: 'INCONCLUSIVE',
        reason: 'No digest was recorded for the files, so nobody can tell whether they are the same.',
        remedy: 'Register the version with its files.',
      };
    case 'contradicted':
      return {
        verdict: 'FAIL',
        reason: 'The files are not those that were registered: a digest differs.',
        remedy: 'Restore the files, or register them as a new version.',
      };
    default:
      return digest satisfies never;
  }
}
