import type { EntryDraft } from '../history/entry-draft.ts';
import type { KeptFile } from '../ports/registry.ts';
import type { PlanContent, Planning } from './planning.ts';
import { listReplacedInStages } from './stages.ts';
import { describeHistoryPlace, type Step } from './step.ts';

/** What an act does beside keeping files: the entries it appends, and what follows from its own ones outside. Pure. */
export function describeSteps(
  planning: Planning,
  drafts: readonly EntryDraft[],
  own: readonly EntryDraft[],
): readonly Step[] {
  const { index, status, reader, operationId } = planning;
  const first = status.recorded.generation + 1;
  const appends = drafts.map(
    (draft, offset): Step => ({
      kind: 'append-history',
      target: describeHistoryPlace(status.index.model, first + offset),
      expected: null,
      value: describeDraft(draft, listReplacedInStages(status, draft)),
    }),
  );
  const projections = own.flatMap(draft =>
    reader.describeProjections(index, status.index, draft, operationId),
  );
  // Several entries of one act may end in the same doing, such as a push: it is told once, where it is done for the last time.
  const once = projections.filter(
    (step, place) => !projections.slice(place + 1).some(later => isSameStep(step, later)),
  );
  return [...appends, ...once];
}

function isSameStep(one: Step, other: Step): boolean {
  return (
    one.kind === other.kind &&
    one.target === other.target &&
    one.expected === other.expected &&
    one.value === other.value
  );
}

function describeDraft(draft: EntryDraft, replaced: readonly string[]): string {
  const moves = draft.moves.map(move => `${move.alias} ${move.from ?? 'nothing'} to ${move.to ?? 'nothing'}`);
  const facts = draft.facts.flatMap(fact => {
    switch (fact.kind) {
      case 'held':
        return [`${draft.action === 'hold' ? '' : 'hold '}${fact.version ?? 'the whole model'}`];
      case 'released':
        return [`${draft.action === 'release' ? '' : 'release '}${fact.version ?? 'the whole model'}`];
      case 'state':
        return [`${fact.version} becomes ${fact.to}`];
      case 'scored':
        return [`${fact.version} ${Object.keys(fact.metrics).join(', ')}`];
      case 'published':
        return [`${fact.version} is published in ${fact.repository}`];
      case 'gated':
        return [`${fact.version} ${fact.verdict} by ${fact.policy} for ${fact.alias}`];
      default:
        return [];
    }
  });
  const archived = replaced.map(version => `${version} becomes archived`);
  return [draft.action, [...moves, ...archived, ...facts].join(', ')].filter(part => part !== '').join(': ');
}

/** A write that was cut off may have left a pointer or a log behind its history: whoever asks for the same again finishes it. Pure. */
export function describeAlignments({ status }: Planning, { drafts, settled }: PlanContent): readonly Step[] {
  if (drafts.length > 0 || settled === undefined || status.adoption !== undefined) return [];
  return (status.index.stale ?? [])
    .filter(({ alias }) => alias === settled)
    .map(({ kind, target, says, recorded }) => ({
      kind,
      target,
      expected: says,
      value: recorded,
    }));
}

/** Keeping a file under its digest, as a step. Pure. */
export function describeKeep(file: KeptFile): Step {
  const value = `sha256 ${file.sha256.slice(0, 12)}`;
  return { kind: 'keep-file', target: file.name, expected: null, value };
}
