import type { DigestCheck } from '../history/entry.ts';
import type { FileCheck, Verification } from '../ports/registry.ts';

/**
 * What the checks of a version's files amount to: one that differs contradicts it, one that is not here leaves it unverified. A record that
 * is whole verifies nothing where no file was read. Pure.
 */
export function summariseVerification({ checks }: Verification): DigestCheck | 'contradicted' {
  return summariseChecks(checks);
}

/** The same for whoever is about to move a version: that nothing is listed where its files should be is `absent`, and no contradiction. Pure. */
export function summariseForMove({ checks }: Verification): DigestCheck | 'contradicted' | 'absent' {
  const outcome = summariseChecks(checks.filter(check => check.onlyWarns !== true));
  const isAbsent = checks.some(check => check.outcome === 'missing' && check.onlyWarns === true);
  return isAbsent && outcome !== 'contradicted' ? 'absent' : outcome;
}

/** The same of the checks alone. Pure. */
export function summariseChecks(checks: readonly FileCheck[]): DigestCheck | 'contradicted' {
  const outcomes = new Set(checks.map(check => check.outcome));
  if (outcomes.has('differs') || outcomes.has('missing') || outcomes.has('unreadable')) return 'contradicted';
  if (outcomes.has('elsewhere')) return 'unverified';
  const isVerified = checks.some(({ outcome, isRecord }) => outcome === 'verified' && isRecord !== true);
  return isVerified ? 'verified' : 'nothing-recorded';
}
