import type { Metrics } from '../registry/version.ts';
import type { GatedFact, GateRecord, HistoryEntry, PublishedFact, VersionState } from './entry.ts';

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
export type Description = {
  readonly notes: string | null;
  readonly tags: readonly string[];
  /** Of a model only. Left out where nobody described it. */
  readonly description?: string;
  /** Of a model only. */
  readonly owner?: string;
};

/** The metrics recorded of a version after its registration, and when the newest of them was. */
export type Scores = {
  readonly metrics: Metrics;
  /** ISO 8601 UTC. */
  readonly scoredAt: string;
  readonly generation: number;
  readonly actor: string;
};

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
  /** By version. */
  readonly scores: ReadonlyMap<string, Scores>;
  /** sha256 of metadata.json at registration, by version. */
  readonly registeredDigests: ReadonlyMap<string, string>;
  /** The newest verdict by version, then by alias. */
  readonly gates: ReadonlyMap<string, ReadonlyMap<string, RecordedGate>>;
  /** Where each version was published, oldest first. */
  readonly publications: ReadonlyMap<string, readonly PublishedFact[]>;
  /** Versions that another program rolled back before lastgood kept the history. */
  readonly rolledBackBefore: ReadonlySet<string>;
};

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
