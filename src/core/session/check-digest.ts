import type { DigestCheck } from '../history/entry.ts';
import type { Verification } from '../ports/registry.ts';

/** What the checks of a version's files amount to: one that differs contradicts it, one that is not here leaves it unverified. Pure. */
export function summariseVerification(verification: Verification): DigestCheck | 'contradicted' {
  const outcomes = new Set(verification.checks.map(check => check.outcome));
  if (outcomes.has('differs') || outcomes.has('missing') || outcomes.has('unreadable')) return 'contradicted';
  if (outcomes.has('elsewhere')) return 'unverified';
  return outcomes.has('verified') ? 'verified' : 'nothing-recorded';
}
