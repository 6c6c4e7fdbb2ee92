import type { RecordedGate } from '../history/model-history.ts';
import type { BoundCheck } from '../ports/registry.ts';
import type { Finding } from './finding.ts';

/** A recorded verdict with what became of its files. */
export type ExaminedGate = {
  readonly model: string;
  readonly gate: RecordedGate;
  /** The report it stands on, as kept. */
  readonly kept: BoundCheck;
  /** The file beside the version that shows it; undefined where it is not kept up. */
  readonly shown: BoundCheck | undefined;
};

/** What is wrong with the files of a verdict; one in order gives nothing. Pure. */
export function diagnoseGate({ model, gate, kept, shown }: ExaminedGate): readonly Finding[] {
  const subject = `${model} ${gate.version}`;
  const verdict = `${gate.verdict} (${gate.policy}) for ${gate.alias}`;
  if (kept.outcome !== 'verified') {
    const message = `the report of its gate, ${verdict}, ${describeOutcome(kept)}`;
    const hint =
      'Restore .lastgood/evidence from a backup, or evaluate the version again with lastgood gate.';
    return [{ subject, state: 'damaged', message, hint }];
  }
  if (shown === undefined || shown.outcome === 'verified') return [];
  const message = `${shown.name} ${describeOutcome(shown)}; the history says ${verdict}`;
  return shown.outcome === 'unreadable'
    ? [{ subject, state: 'damaged', message, hint: 'Move it away by hand, then run lastgood doctor.' }]
    : [{ subject, state: 'repairable', message, hint: 'Run lastgood doctor.' }];
}

/** In words that follow the name of the file. */
function describeOutcome({ outcome, detail }: BoundCheck): string {
  switch (outcome) {
    case 'verified':
    case 'unread':
      return 'is in order';
    case 'differs':
      return 'is not the one on record';
    case 'missing':
      return 'is missing';
    case 'elsewhere':
    case 'nothing-recorded':
    case 'unreadable':
      return `cannot be read: ${detail}`;
    default:
      return outcome satisfies never;
  }
}
