import type { ModelIndex } from '../registry/registry-index.ts';
import type { PointerMismatch } from './adoption.ts';
import { type Fact, noGate } from './entry.ts';
import type { EntryDraft } from './entry-draft.ts';
import type { ModelHistory } from './model-history.ts';

/** An alias that a file lets several versions hold. Nobody has decided yet which of them is live. */
export type SeveralHolders = {
  readonly alias: string;
  /** For people: the file. */
  readonly target: string;
  /** By version order; the last one is taken for live until somebody decides. */
  readonly versions: readonly [string, ...string[]];
  /** What the history says; undefined: it never spoke of the alias. */
  readonly recorded: string | null | undefined;
  /** Those that are not live there any more are archived. */
  readonly isStage?: true | undefined;
};

/** The aliases of a model that several versions hold, in the order of its pointers. Pure. */
export function listSeveralHolders(
  { pointers }: Pick<ModelIndex, 'pointers'>,
  history: ModelHistory,
): readonly SeveralHolders[] {
  return pointers.flatMap(({ alias, target, reading, isStage }): readonly SeveralHolders[] => {
    if (reading.state !== 'names') return [];
    const [first, ...others] = [...(reading.others ?? []), reading.version];
    if (first === undefined || others.length === 0) return [];
    const recorded = history.aliases.get(alias)?.version;
    return [{ alias, target, versions: [first, ...others], recorded, ...(isStage ? { isStage } : {}) }];
  });
}

/**
 * The record that the newest holder of each of these aliases is live and the others are not any more. Only an act that decides about
 * the alias writes it: nobody wants it as a side effect. Undefined without any. Pure.
 */
export function draftChoice(holders: readonly SeveralHolders[]): EntryDraft | undefined {
  if (holders.length === 0) return undefined;
  return {
    action: 'adopt',
    moves: holders.flatMap(({ alias, versions, recorded }) => {
      const newest = newestOf(versions);
      return newest === recorded ? [] : [{ alias, from: recorded ?? null, to: newest }];
    }),
    facts: holders.flatMap(listReplaced),
    reason: 'several were live outside lastgood',
    gate: noGate,
    reverts: null,
  };
}

/** The version that is taken for live: the newest. Pure. */
export function newestOf(versions: SeveralHolders['versions']): string {
  return versions.at(-1) ?? versions[0];
}

/** Those a move of the same entry leaves need no word of their own. */
function listReplaced({ versions, recorded, isStage }: SeveralHolders): readonly Fact[] {
  const to = isStage ? 'archived' : 'deprecated';
  return versions
    .slice(0, -1)
    .filter(version => isStage || version !== recorded)
    .map(version => ({ kind: 'state', version, from: 'deployed', to }));
}

/** Two records of what is found as one entry; undefined when there is neither. Pure. */
export function joinAdoptions(
  one: EntryDraft | undefined,
  other: EntryDraft | undefined,
): EntryDraft | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return { ...one, moves: [...one.moves, ...other.moves], facts: [...one.facts, ...other.facts] };
}

/** Whether a pointer differs because several versions hold its alias. Pure. */
export function hasSeveralHolders({ pointer: { reading } }: Pick<PointerMismatch, 'pointer'>): boolean {
  return reading.state === 'names' && (reading.others ?? []).length > 0;
}
