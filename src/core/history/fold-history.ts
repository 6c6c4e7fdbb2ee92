import type { StoredEntry } from '../ports/history-log.ts';
import type { Fact, GatedFact, GateRecord, HistoryEntry, VersionState } from './entry.ts';

/** Where an alias stands, and how it came there. */
export type AliasPosition = {
  /** null after `unset`. */
  readonly version: string | null;
  /** ISO 8601 UTC of the move; for an adopted position the time it was first recorded. */
  readonly since: string;
  readonly actor: string;
  readonly reason: string | null;
  readonly action: HistoryEntry['action'];
  readonly gate: GateRecord;
  readonly generation: number;
  readonly operationId: string;
};

/** A time during which a version was live under an alias. */
export type LiveSpan = {
  readonly alias: string;
  readonly version: string;
  readonly startedAt: string;
  readonly startedBy: HistoryEntry['action'];
  /** Operation that made it live. */
  readonly operationId: string;
  readonly gate: GateRecord;
  /** undefined while it is still live. */
  readonly end: SpanEnd | undefined;
};

/** How a span ended. `takenBack`: by a rollback that stands, or by the undo of what had made it live. */
export type SpanEnd = {
  readonly at: string;
  readonly by: HistoryEntry['action'];
  readonly operationId: string;
  readonly takenBack: boolean;
};

/** A stop on promoting. */
export type Hold = {
  readonly at: string;
  readonly actor: string;
  readonly reason: string | null;
  readonly operationId: string;
};

/** A verdict on record, with who recorded it. */
export type RecordedGate = GatedFact & {
  readonly actor: string;
  readonly operationId: string;
  readonly generation: number;
};

/** Notes and tags as last described. */
export type Description = { readonly notes: string | null; readonly tags: readonly string[] };

/** What a model's history amounts to at its head. */
export type ModelHistory = {
  /** 0 when nobody has written yet. */
  readonly generation: number;
  readonly aliases: ReadonlyMap<string, AliasPosition>;
  /** In order of start. */
  readonly spans: readonly LiveSpan[];
  readonly modelHold: Hold | undefined;
  readonly versionHolds: ReadonlyMap<string, Hold>;
  readonly states: ReadonlyMap<string, VersionState>;
  /** By version; the model's own under the empty string. */
  readonly descriptions: ReadonlyMap<string, Description>;
  /** sha256 of metadata.json at registration, by version. */
  readonly registeredDigests: ReadonlyMap<string, string>;
  /** The newest verdict by version, then by alias. */
  readonly gates: ReadonlyMap<string, ReadonlyMap<string, RecordedGate>>;
  /** Versions that another program rolled back before lastgood kept the history. */
  readonly rolledBackBefore: ReadonlySet<string>;
};

type Accumulator = {
  aliases: Map<string, AliasPosition>;
  spans: LiveSpan[];
  modelHold: Hold | undefined;
  versionHolds: Map<string, Hold>;
  states: Map<string, VersionState>;
  descriptions: Map<string, Description>;
  registeredDigests: Map<string, string>;
  gates: Map<string, Map<string, RecordedGate>>;
  rolledBackBefore: Set<string>;
};

/** Folds entries, oldest first, into what they amount to. Pure; no entries give the empty history. */
export function foldHistory(entries: readonly StoredEntry[]): ModelHistory {
  const undone = new Set(entries.flatMap(({ entry }) => (entry.reverts === null ? [] : [entry.reverts])));
  const result: Accumulator = {
    aliases: new Map(),
    spans: [],
    modelHold: undefined,
    versionHolds: new Map(),
    states: new Map(),
    descriptions: new Map(),
    registeredDigests: new Map(),
    gates: new Map(),
    rolledBackBefore: new Set(),
  };
  for (const { entry } of entries) {
    for (const move of entry.moves) moveAlias(result, entry, move.alias, move.to, undone);
    for (const fact of entry.facts) recordFact(result, entry, fact);
  }
  return { generation: entries.at(-1)?.entry.generation ?? 0, ...result };
}

function moveAlias(
  result: Accumulator,
  entry: HistoryEntry,
  alias: string,
  to: string | null,
  undone: ReadonlySet<string>,
): void {
  const open = result.spans.findLastIndex(span => span.alias === alias && span.end === undefined);
  const ending = result.spans[open];
  if (ending) result.spans[open] = { ...ending, end: endSpan(entry, ending, undone) };
  result.aliases.set(alias, {
    version: to,
    since: entry.at,
    actor: entry.actor,
    reason: entry.reason,
    action: entry.action,
    gate: entry.gate,
    generation: entry.generation,
    operationId: entry.operationId,
  });
  if (to === null) return;
  result.spans.push({
    alias,
    version: to,
    startedAt: entry.at,
    startedBy: entry.action,
    operationId: entry.operationId,
    gate: entry.gate,
    end: undefined,
  });
}

function endSpan(entry: HistoryEntry, ending: LiveSpan, undone: ReadonlySet<string>): SpanEnd {
  const rollbackStands = entry.action === 'rollback' && !undone.has(entry.operationId);
  const undoOfItsStart =
    entry.action === 'undo' && entry.reverts === ending.operationId && ending.startedBy === 'promote';
  const rolledBackElsewhere = entry.facts.some(
    fact => fact.kind === 'rolled-back-before' && fact.version === ending.version,
  );
  return {
    at: entry.at,
    by: entry.action,
    operationId: entry.operationId,
    takenBack: rollbackStands || undoOfItsStart || rolledBackElsewhere,
  };
}

function recordFact(result: Accumulator, entry: HistoryEntry, fact: Fact): void {
  const hold: Hold = {
    at: entry.at,
    actor: entry.actor,
    reason: entry.reason,
    operationId: entry.operationId,
  };
  switch (fact.kind) {
    case 'held':
      if (fact.version === null) result.modelHold = hold;
      else result.versionHolds.set(fact.version, hold);
      return;
    case 'released':
      if (fact.version === null) result.modelHold = undefined;
      else result.versionHolds.delete(fact.version);
      return;
    case 'state':
      result.states.set(fact.version, fact.to);
      return;
    case 'described': {
      const before = result.descriptions.get(fact.version ?? '');
      result.descriptions.set(fact.version ?? '', {
        notes: fact.notes ?? before?.notes ?? null,
        tags: fact.tags ?? before?.tags ?? [],
      });
      return;
    }
    case 'registered':
      result.registeredDigests.set(fact.version, fact.metadataSha256);
      return;
    case 'gated':
      recordGate(result, entry, fact);
      return;
    case 'rolled-back-before':
      result.rolledBackBefore.add(fact.version);
      return;
    case 'digest':
      return;
    default:
      fact satisfies never;
  }
}

function recordGate(result: Accumulator, entry: HistoryEntry, fact: Extract<Fact, { kind: 'gated' }>): void {
  const { kind: _, ...gate } = fact;
  const ofVersion = result.gates.get(fact.version) ?? new Map<string, RecordedGate>();
  const { actor, operationId, generation } = entry;
  ofVersion.set(fact.alias, { ...gate, actor, operationId, generation });
  result.gates.set(fact.version, ofVersion);
}

/** The newest verdict on a version for an alias; undefined when there is none. Pure. */
export function findRecordedGate(
  history: ModelHistory,
  version: string,
  alias: string,
): RecordedGate | undefined {
  return history.gates.get(version)?.get(alias);
}

/** Spans of one alias, in order of start. */
export function listSpans(history: ModelHistory, alias: string): readonly LiveSpan[] {
  return history.spans.filter(span => span.alias === alias);
}

/**
 * Whether the version's last time under the alias ended by being taken back, or another program recorded a rollback of it
 * and it has not been live since.
 */
export function wasTakenBack(history: ModelHistory, alias: string, version: string): boolean {
  const spans = listSpans(history, alias).filter(span => span.version === version);
  const last = spans.at(-1);
  if (last === undefined) return history.rolledBackBefore.has(version);
  return last.end?.takenBack ?? false;
}
