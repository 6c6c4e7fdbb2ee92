import { describeWorstRules, suggestRemedy } from '../gate/format-report.ts';
import type { Policy } from '../gate/policy.ts';
import type { Blocker } from '../plan/plan.ts';
import { block } from '../plan/planning.ts';
import type { Judged } from './judge-version.ts';
import { mayStandIn, type UnboundWord } from './unbound-word.ts';

/** What a verdict that was made now means for whoever wants to promote by it. */
export type SettledVerdict = {
  readonly blockers: readonly Blocker[];
  readonly warnings: readonly string[];
} & (
  | { readonly restsOn: 'evidence' }
  /** The word of a status file stands in for evidence that is not there; `word` says so for the record. */
  | { readonly restsOn: 'word'; readonly word: string }
);

/**
 * Settles a verdict: only PASS passes, or the accepted word of a status file for evidence that is not there. Pure.
 * @param subject what was judged, for people
 */
export function settleVerdict(
  { report, evidence }: Judged,
  policy: Policy,
  unbound: UnboundWord | undefined,
  subject: string,
): SettledVerdict {
  if (report.verdict === 'PASS') return { blockers: [], warnings: [], restsOn: 'evidence' };
  const why = describeWorstRules(report);
  const message = `${report.policy.name} says ${report.verdict} for ${subject}: ${why}. It needs a PASS.`;
  const blocker = block('gate-not-passed', message, suggestRemedy(report));
  if (unbound === undefined || !mayStandIn(unbound, report, policy, evidence)) {
    return { blockers: [blocker], warnings: [], restsOn: 'evidence' };
  }
  if (unbound.consent === 'not-accepted') {
    const hint =
      'A status file said PASS, but nobody can tell what it judged. Evaluate again; or take the word of such a file with --accept-unbound, which stays on record.';
    return { blockers: [{ ...blocker, hint }], warnings: [], restsOn: 'evidence' };
  }
  return {
    blockers: [],
    warnings: [
      'The PASS is the word of a status file that is bound to no evidence; this stays marked in the history for ever.',
      `Not judged: ${why}.`,
    ],
    restsOn: 'word',
    word: `The word ${unbound.word} of a status file was taken without evidence. Not judged: ${why}.`,
  };
}

/** Said where a gate is overridden and none is asked. */
export const overridesNothing =
  'No gate is asked, so nothing is overridden; that it was wanted stays marked in the history for ever.';

/** What is blocked by a gate, told as what was overridden. Pure. */
export function warnOfOverride(blockers: readonly Blocker[]): readonly string[] {
  return [
    'The gate is overridden; this stays marked in the history for ever.',
    ...blockers.map(({ message }) => `Overridden: ${message}`),
  ];
}
