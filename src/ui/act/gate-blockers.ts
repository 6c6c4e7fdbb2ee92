import type { ErrorCode } from '../../core/errors/error-codes.ts';
import type { Blocker } from '../../core/plan/plan.ts';

/** Blockers of a policy that cannot be used. */
export const policyCodes: ReadonlySet<ErrorCode> = new Set(['invalid-policy', 'policy-not-found']);

/** Blockers that the gate, and nothing else, puts in the way. */
const gateCodes: ReadonlySet<ErrorCode> = new Set([
  'gate-not-passed',
  'gate-stale',
  'evidence-changed',
  ...policyCodes,
]);

/** Whether the gate is what blocks. Pure. */
export function isBlockedByGate(blockers: readonly Pick<Blocker, 'code'>[]): boolean {
  return blockers.some(({ code }) => gateCodes.has(code));
}

/** What to do about a gate that blocks, where keys do what a shell does by a flag and a verb. Pure. */
export function hintByKeys(hint: string): string {
  return hint
    .replace('override with --override-gate and a reason', 'override it with O and a reason')
    .replace('with lastgood gate', 'on its gate screen: e');
}
