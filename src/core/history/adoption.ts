import type {
  ForeignRollback,
  ModelIndex,
  Pointer,
  PointerReading,
  RegistryIndex,
} from '../registry/registry-index.ts';
import { type Fact, type Move, noGate } from './entry.ts';
import type { EntryDraft } from './entry-draft.ts';
import { foldHistory } from './fold-history.ts';
import type { ModelHistory } from './model-history.ts';
import { hasSeveralHolders } from './several-holders.ts';

/** A pointer that does not say what the history says, and what that means. */
export type PointerMismatch = {
  readonly pointer: Pointer;
  /** What the history says: the version, or null when nothing is live under the alias. */
  readonly expected: string | null;
  /**
   * `stale`: a write was cut off before it got to this pointer, or the pointer is missing: it will be written again.
   * `drift`: another program moved it: somebody has to decide.
   * `blocked`: it cannot be read or overwritten.
   * `news`: another program moved it where that is its right: it counts, and the next write records it.
   */
  readonly cause: 'stale' | 'drift' | 'blocked' | 'news';
};

/** What decides how a pointer that differs is taken. */
export type PointerGround = {
  /** An operation on this model was cut off, which explains a pointer that is one move behind. */
  readonly isCutOff: boolean;
  readonly leads: RegistryIndex['leads'];
};

/**
 * The entry that brings the history up to what the pointers say: generation 1 of a registry nobody has written to,
 * later the record that an alias was moved behind our back. Of an alias that several versions hold it says nothing: somebody has to
 * decide ({@link draftChoice}). Undefined when there is nothing to record. Pure.
 */
export function draftAdoption(index: ModelIndex, ground: PointerGround): EntryDraft | undefined {
  const history = foldHistory(index.entries);
  const facts = draftForeignRollbacks(index);
  const moves = history.generation === 0 ? draftFirstMoves(index) : draftLaterMoves(index, history, ground);
  if (moves.length === 0 && facts.length === 0) return undefined;
  return {
    action: 'adopt',
    moves,
    facts,
    reason: history.generation === 0 ? 'recorded before lastgood' : 'changed outside lastgood',
    gate: noGate,
    reverts: null,
  };
}

/** Pointers that say something else than the history, in the order of the index. Pure. */
export function findPointerMismatches(
  index: ModelIndex,
  history: ModelHistory,
  ground: PointerGround,
): readonly PointerMismatch[] {
  const vanished = ground.leads === 'registry' ? listVanished(index, history) : [];
  return [...index.pointers, ...vanished].flatMap(pointer => {
    // What is found before the first write is adopted, except what another model's history has a say in.
    const isFound = history.generation === 0 && pointer.recordedFor === undefined;
    if (isFound && !hasSeveralHolders({ pointer })) return [];
    const expected = history.aliases.get(pointer.alias)?.version ?? null;
    const cause =
      ground.leads === 'registry'
        ? judgeLeading(pointer, expected)
        : judgePointer(pointer, expected, history, ground);
    return cause === 'agrees' ? [] : [{ pointer, expected, cause }];
  });
}

/** Aliases that something is live under by the history and that the registry has no more: there was one, and somebody removed it. */
function listVanished({ pointers }: ModelIndex, { aliases }: ModelHistory): readonly Pointer[] {
  const standing = new Set(pointers.map(({ alias }) => alias));
  return [...aliases].flatMap(([alias, { version }]): readonly Pointer[] =>
    version === null || standing.has(alias)
      ? []
      : [{ alias, target: alias, scope: 'own', reading: { state: 'absent' } }],
  );
}

/** A pointer of a registry that leads: what it says counts, whoever moved it. */
function judgeLeading(pointer: Pointer, expected: string | null): PointerMismatch['cause'] | 'agrees' {
  const { reading } = pointer;
  if (reading.state === 'unusable') return reading.blocking ? 'blocked' : 'stale';
  if (hasSeveralHolders({ pointer })) return 'drift';
  return findSaidVersion(reading) === expected ? 'agrees' : 'news';
}

/** The version a pointer names, be it there or not; null: none. Pure. */
export function findSaidVersion(reading: PointerReading): string | null {
  if (reading.state === 'names') return reading.version;
  return reading.state === 'dangling' ? reading.text : null;
}

function judgePointer(
  pointer: Pointer,
  expected: string | null,
  history: ModelHistory,
  { isCutOff }: PointerGround,
): PointerMismatch['cause'] | 'agrees' {
  const { reading } = pointer;
  switch (reading.state) {
    case 'absent':
      return expected === null ? 'agrees' : 'stale';
    case 'unusable':
      return reading.blocking ? 'blocked' : 'stale';
    case 'dangling':
      return reading.text === expected ? 'agrees' : 'stale';
    case 'names': {
      if (pointer.recordedFor !== undefined || hasSeveralHolders({ pointer })) return 'drift';
      if (reading.version === expected) return 'agrees';
      const wasLive = history.spans.some(
        span => span.alias === pointer.alias && span.version === reading.version,
      );
      return isCutOff && (wasLive || expected === null) ? 'stale' : 'drift';
    }
    default:
      return reading satisfies never;
  }
}

/** The version a pointer of the alias names; the shared one wins over the model's own, since the old tools move only that. */
function findNamedVersion(pointers: readonly Pointer[], alias: string): string | undefined {
  const named = (scope: Pointer['scope']): string | undefined => {
    for (const pointer of pointers) {
      if (pointer.alias !== alias || pointer.scope !== scope || hasSeveralHolders({ pointer })) continue;
      if (pointer.reading.state === 'names') return pointer.reading.version;
    }
    return undefined;
  };
  return named('shared') ?? named('own');
}

function draftFirstMoves(index: ModelIndex): readonly Move[] {
  const aliases = [...new Set(index.pointers.map(pointer => pointer.alias))].sort();
  return aliases.flatMap(alias => {
    const version = findNamedVersion(index.pointers, alias);
    return version === undefined ? [] : [{ alias, from: null, to: version }];
  });
}

function draftLaterMoves(index: ModelIndex, history: ModelHistory, ground: PointerGround): readonly Move[] {
  const moved = findPointerMismatches(index, history, ground).filter(
    ({ cause }) => cause === 'drift' || cause === 'news',
  );
  const aliases = [...new Set(moved.map(({ pointer }) => pointer.alias))].sort();
  return aliases.flatMap(alias => {
    const own = moved.filter(({ pointer }) => pointer.alias === alias);
    const news = own.find(({ cause }) => cause === 'news')?.pointer.reading;
    const pointers = own.map(({ pointer }) => pointer);
    const to = news === undefined ? findNamedVersion(pointers, alias) : findSaidVersion(news);
    return to === undefined ? [] : [{ alias, from: history.aliases.get(alias)?.version ?? null, to }];
  });
}

function draftForeignRollbacks(index: ModelIndex): readonly Fact[] {
  const known = new Set(
    index.entries.flatMap(({ entry }) =>
      entry.facts.flatMap(fact => (fact.kind === 'rolled-back-before' ? [identify(fact)] : [])),
    ),
  );
  return index.foreignRollbacks
    .filter(rollback => !known.has(identify(rollback)))
    .map(({ version, target, at, actor, reason }) => ({
      kind: 'rolled-back-before',
      version,
      target,
      at,
      actor,
      reason,
    }));
}

function identify(rollback: ForeignRollback): string {
  return `${rollback.at} ${rollback.version} ${rollback.target}`;
}
