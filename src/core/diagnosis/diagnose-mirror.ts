import type { Difference, DifferenceKind } from '../mirror/difference.ts';
import { differenceWords } from '../mirror/difference-words.ts';
import type { Transfer, TransferOutcome } from '../mirror/transfer.ts';
import type { Finding } from './finding.ts';

/** What doctor makes of each kind of difference; undefined: nothing is wrong. */
const states: Readonly<Record<DifferenceKind, Finding['state'] | undefined>> = {
  'history-forked': 'needs-decision',
  'history-overwritten': 'repairable',
  'history-damaged': 'damaged',
  'history-edited': 'needs-decision',
  'record-altered': 'needs-decision',
  'changed-in-bucket': 'repairable',
  'pointer-stale': 'repairable',
  // What is wrong with the model says it.
  'live-missing': undefined,
  'history-ahead': 'note',
  'changed-here': 'note',
  'gone-from-bucket': 'note',
  'only-here': 'note',
  'incomplete-in-bucket': 'note',
  'only-in-bucket': undefined,
  'pointer-is-folder': undefined,
  stranger: undefined,
};

/** What is wrong between a copy and its bucket. Pure. */
export function diagnoseMirror(differences: readonly Difference[]): readonly Finding[] {
  return differences.flatMap(({ kind, name, detail, remedy }): readonly Finding[] => {
    const state = states[kind];
    if (state === undefined) return [];
    const [safest] = differenceWords[kind].choices;
    return [{ subject: name, state, message: detail, hint: remedy ?? safest.text }];
  });
}

/** What was put right in the bucket, and what could not be. Pure. */
export function describeRepairs(outcomes: readonly TransferOutcome[]): readonly Finding[] {
  return outcomes.flatMap(({ transfer, outcome, problem }): readonly Finding[] => {
    // What could not be put back of a history the examination after it says, with what can be done.
    if (outcome === 'already' || (outcome === 'refused' && transfer.unit === 'history')) return [];
    const subject = nameInBucket(transfer);
    if (outcome === 'done')
      return [
        { subject, state: 'repaired', message: `${transfer.why}; put back as it is on record`, hint: '' },
      ];
    return [
      {
        subject,
        state: outcome === 'refused' ? 'needs-decision' : 'repairable',
        message: problem ?? 'it could not be put back',
        hint: 'See both sides with lastgood sync status.',
      },
    ];
  });
}

function nameInBucket({ name }: Transfer): string {
  return `${name} in the bucket`;
}
