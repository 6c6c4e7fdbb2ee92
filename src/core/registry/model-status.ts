import { draftAdoption, findPointerMismatches, type PointerMismatch } from '../history/adoption.ts';
import { type ChainVerdict, verifyHistory } from '../history/chain.ts';
import type { EntryDraft } from '../history/entry-draft.ts';
import { placeDraft } from '../history/entry-draft.ts';
import { foldHistory } from '../history/fold-history.ts';
import type { ModelHistory } from '../history/model-history.ts';
import { settleTies } from '../history/settle-ties.ts';
import {
  draftChoice,
  joinAdoptions,
  listSeveralHolders,
  type SeveralHolders,
} from '../history/several-holders.ts';
import type { OperationRecord } from '../operation/operation-record.ts';
import type { StoredEntry } from '../ports/history-log.ts';
import { defaultAliasOf } from './default-alias.ts';
import { describeForeignFacts } from './foreign-fact.ts';
import { findHistoryProblem } from './history-problem.ts';
import { describeLiveConcerns } from './live-concerns.ts';
import { describeNamesake } from './namesake.ts';
import { describeFoundPointers, describeMismatch, describeMissingHistory } from './pointer-concerns.ts';
import type { ModelIndex, RegistryIndex } from './registry-index.ts';

/** Something about a model that a person should look at, worst first. */
export type Concern = {
  readonly severity: 'critical' | 'warning';
  readonly kind:
    | 'history-damaged'
    /** A pointer that only lastgood makes, and no entry: nothing stands in the way of writing. */
    | 'no-history'
    | 'pointer-blocked'
    | 'drift'
    /** Another program moved what is live, as it may where the registry leads: nothing to decide. */
    | 'news'
    | 'dangling'
    | 'cut-off'
    | 'stale-pointer'
    /** An alias that bears the name of a stage is on a version, besides the stage. */
    | 'namesake'
    | 'held'
    | 'live-damaged';
  readonly message: string;
  /** What to do, where it is known better than by the kind. */
  readonly hint?: string | undefined;
};

/** A model with its history folded and its pointers judged. */
export type ModelStatus = {
  readonly index: ModelIndex;
  /** What counts where the registry and the history differ. */
  readonly leads: NonNullable<RegistryIndex['leads']>;
  /** The alias that is meant where none is named. */
  readonly usualAlias: string;
  /** The history as recorded. */
  readonly recorded: ModelHistory;
  /**
   * The history as it will be once what the pointers say is adopted: what is really live now. Equal to `recorded` unless the
   * registry was never written by lastgood, or a pointer was moved behind its back.
   */
  readonly effective: ModelHistory;
  /** The entry that the next write records first; undefined when recorded and effective are the same. */
  readonly adoption: EntryDraft | undefined;
  /** Aliases that several versions hold in a file: drift that waits for a choice. The newest counts as live in `effective`. */
  readonly severalHolders: readonly SeveralHolders[];
  readonly mismatches: readonly PointerMismatch[];
  readonly chain: ChainVerdict;
  /** Operations on this model that were cut off or still run. */
  readonly operations: readonly OperationRecord[];
  readonly concerns: readonly Concern[];
};

/** Judges one model of an index. Pure; `sha256` gives the hex digest of a text's UTF-8. */
export function judgeModel(
  found: ModelIndex,
  registry: RegistryIndex,
  sha256: (text: string) => string,
): ModelStatus {
  const leads = registry.leads ?? 'history';
  const index = leads === 'registry' ? { ...found, entries: settleTies(found) } : found;
  const operations = registry.operations.filter(operation => operation.model === index.model);
  const ground = { isCutOff: operations.length > 0, leads };
  const recorded = foldHistory(index.entries);
  const adoption = draftAdoption(index, ground);
  const severalHolders = listSeveralHolders(index, recorded);
  const unrecorded = joinAdoptions(adoption, draftChoice(severalHolders));
  const effective =
    unrecorded === undefined
      ? recorded
      : foldHistory([...index.entries, standIn(unrecorded, index, registry.readAt)]);
  const mismatches = findPointerMismatches(index, recorded, ground);
  const chain = verifyHistory(index, undefined, sha256);
  const usualAlias = index.usualAlias ?? defaultAliasOf(registry.kind);
  const partial = {
    index,
    leads,
    usualAlias,
    recorded,
    effective,
    adoption,
    severalHolders,
    mismatches,
    chain,
    operations,
  };
  return { ...partial, concerns: findConcerns(partial, registry) };
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

function findConcerns(
  status: Omit<ModelStatus, 'concerns'>,
  { adoption, kind, removedFile }: RegistryIndex,
): readonly Concern[] {
  const concerns: Concern[] = [];
  if (status.chain.verdict !== 'intact') {
    concerns.push({
      severity: findHistoryProblem(status) === undefined ? 'warning' : 'critical',
      kind: 'history-damaged',
      message: `history ${status.chain.words}`,
    });
  }
  if (removedFile !== undefined)
    concerns.push({ severity: 'warning', kind: 'stale-pointer', message: describeRemoved(removedFile) });
  for (const mismatch of status.mismatches) concerns.push(describeMismatch(mismatch));
  const { missingVersions } = status.index;
  if (missingVersions !== undefined)
    concerns.push({
      severity: 'critical',
      kind: 'drift',
      message: describeMissing(missingVersions),
      hint: 'Put them back, in a shell: lastgood doctor --restore.',
    });
  const foreign = status.index.foreignFacts ?? [];
  if (foreign.length > 0)
    concerns.push({ severity: 'warning', kind: 'drift', message: describeForeignFacts(foreign) });
  if (status.recorded.generation === 0) {
    concerns.push(...describeFoundPointers(status.index));
    // In a catalog the other programs' own file is the pointer.
    if (adoption === 'adopted' && kind === 'directory')
      concerns.push(...describeMissingHistory(status.index));
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
  for (const namesake of status.index.namesakes ?? [])
    concerns.push({ severity: 'warning', kind: 'namesake', message: describeNamesake(namesake) });
  return concerns.sort((one, other) => rank(one) - rank(other));
}

/** That the registry's own file is gone, for people. Pure. */
export function describeRemoved(file: string): string {
  return `${file} is gone; shown is what it said before; the next write, or lastgood doctor, makes it again`;
}

/** Versions that are named of a longer list. */
const namedMost = 8;

/** What the registry's own file has lost of a model, for people. Pure. */
export function describeMissing(versions: readonly string[]): string {
  if (versions.length === 0) return 'the file of models has lost the model';
  const rest = versions.length - namedMost;
  const named = `${versions.slice(0, namedMost).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
  return `the file of models has lost ${named}; the copy of before our last write has them`;
}

function rank(concern: Concern): number {
  return concern.severity === 'critical' ? 0 : 1;
}
