import { draftAdoption, findPointerMismatches, type PointerMismatch } from '../history/adoption.ts';
import { type ChainVerdict, verifyHistory } from '../history/chain.ts';
import type { EntryDraft } from '../history/entry-draft.ts';
import { placeDraft } from '../history/entry-draft.ts';
import { foldHistory, type ModelHistory } from '../history/fold-history.ts';
import type { OperationRecord } from '../operation/operation-record.ts';
import type { StoredEntry } from '../ports/history-log.ts';
import { describeLiveConcerns } from './live-concerns.ts';
import type { Adoption, ModelIndex, RegistryIndex } from './registry-index.ts';

/** Something about a model that a person should look at, worst first. */
export type Concern = {
  readonly severity: 'critical' | 'warning';
  readonly kind:
    | 'history-damaged'
    /** A pointer that only lastgood makes, and no entry: nothing stands in the way of writing. */
    | 'no-history'
    | 'pointer-blocked'
    | 'drift'
    | 'dangling'
    | 'cut-off'
    | 'stale-pointer'
    | 'held'
    | 'live-damaged';
  readonly message: string;
};

/** A model with its history folded and its pointers judged. */
export type ModelStatus = {
  readonly index: ModelIndex;
  /** The history as recorded. */
  readonly recorded: ModelHistory;
  /**
   * The history as it will be once what the pointers say is adopted: what is really live now. Equal to `recorded` unless the
   * registry was never written by lastgood, or a pointer was moved behind its back.
   */
  readonly effective: ModelHistory;
  /** The entry that the next write records first; undefined when recorded and effective are the same. */
  readonly adoption: EntryDraft | undefined;
  readonly mismatches: readonly PointerMismatch[];
  readonly chain: ChainVerdict;
  /** Operations on this model that were cut off or still run. */
  readonly operations: readonly OperationRecord[];
  readonly concerns: readonly Concern[];
};

/** Judges one model of an index. Pure; `sha256` gives the hex digest of a text's UTF-8. */
export function judgeModel(
  index: ModelIndex,
  registry: RegistryIndex,
  sha256: (text: string) => string,
): ModelStatus {
  const operations = registry.operations.filter(operation => operation.model === index.model);
  const recorded = foldHistory(index.entries);
  const adoption = draftAdoption(index, operations.length > 0);
  const effective =
    adoption === undefined
      ? recorded
      : foldHistory([...index.entries, standIn(adoption, index, registry.readAt)]);
  const mismatches = findPointerMismatches(index, recorded, operations.length > 0);
  const chain = verifyHistory(index, undefined, sha256);
  const partial = { index, recorded, effective, adoption, mismatches, chain, operations };
  return { ...partial, concerns: findConcerns(partial, registry.adoption) };
}

/** Judges all models of an index, in its order. Pure. */
export function judgeModels(
  registry: RegistryIndex,
  sha256: (text: string) => string,
): readonly ModelStatus[] {
  return registry.models.map(index => judgeModel(index, registry, sha256));
}

/** The adoption as an entry that has not been written: for folding only, it has no digest of its own. */
function standIn(adoption: EntryDraft, index: ModelIndex, readAt: string): StoredEntry {
  const head = index.entries.at(-1);
  const place = {
    generation: head?.entry.generation ?? 0,
    digest: head?.digest ?? null,
    at: head?.entry.at ?? null,
  };
  const origin = { model: index.model, operationId: 'not-written-yet', actor: 'unknown', tool: 'unknown' };
  return { entry: placeDraft(adoption, origin, place, readAt), digest: '' };
}

function findConcerns(status: Omit<ModelStatus, 'concerns'>, adoption: Adoption): readonly Concern[] {
  const concerns: Concern[] = [];
  if (status.chain.verdict !== 'intact') {
    concerns.push({
      severity: 'critical',
      kind: 'history-damaged',
      message: `history ${status.chain.words}`,
    });
  }
  for (const mismatch of status.mismatches) concerns.push(describeMismatch(mismatch));
  if (status.recorded.generation === 0) {
    concerns.push(...describeFoundPointers(status.index));
    if (adoption === 'adopted') concerns.push(...describeMissingHistory(status.index));
  }
  for (const operation of status.operations) {
    concerns.push({
      severity: 'warning',
      kind: 'cut-off',
      message: `unfinished: ${operation.title}, by ${operation.actor}`,
    });
  }
  const hold = status.effective.modelHold;
  if (hold) concerns.push({ severity: 'warning', kind: 'held', message: `model held by ${hold.actor}` });
  concerns.push(...describeLiveConcerns(status.index, status.effective));
  return concerns.sort((one, other) => rank(one) - rank(other));
}

function rank(concern: Concern): number {
  return concern.severity === 'critical' ? 0 : 1;
}

function describeMismatch({ pointer, expected, cause }: PointerMismatch): Concern {
  const { target, reading, recordedFor } = pointer;
  const recorded = recordedFor === undefined ? (expected ?? 'nothing') : `it is of ${recordedFor}`;
  switch (cause) {
    case 'blocked':
      return {
        severity: 'critical',
        kind: 'pointer-blocked',
        message: `${target} cannot be used: ${reading.state === 'unusable' ? reading.problem : reading.state}`,
      };
    case 'drift': {
      const says = reading.state === 'names' ? reading.version : reading.state;
      return {
        severity: 'critical',
        kind: 'drift',
        message: `${target} says ${says}, history says ${recorded}`,
      };
    }
    case 'stale': {
      const says = reading.state === 'names' ? `says ${reading.version}` : `is ${reading.state}`;
      return {
        severity: 'warning',
        kind: 'stale-pointer',
        message: `${target} ${says}, history says ${recorded}`,
      };
    }
    default:
      return cause satisfies never;
  }
}

function describeFoundPointers(index: ModelIndex): readonly Concern[] {
  return index.pointers.flatMap(({ target, reading }): readonly Concern[] => {
    if (reading.state === 'dangling') {
      return [
        {
          severity: 'critical',
          kind: 'dangling',
          message: `${target} names ${reading.text}, which does not exist`,
        },
      ];
    }
    if (reading.state === 'unusable') {
      return [
        {
          severity: 'critical',
          kind: 'pointer-blocked',
          message: `${target} cannot be used: ${reading.problem}`,
        },
      ];
    }
    return [];
  });
}

/** History that is not there though lastgood has written to this registry and a pointer stands that no original tool makes. */
function describeMissingHistory({ pointers, defects }: ModelIndex): readonly Concern[] {
  const own = pointers.find(pointer => pointer.scope === 'own');
  if (own === undefined || defects.length > 0) return [];
  return [
    {
      severity: 'critical',
      kind: 'no-history',
      message: `no history yet though ${own.target} stands: it was lost, or another program made that`,
    },
  ];
}
