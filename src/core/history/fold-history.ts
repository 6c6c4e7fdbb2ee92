import type { StoredEntry } from '../ports/history-log.ts';
import { makeSafeText } from '../text/safe-text.ts';
import type { Fact, HistoryEntry, PublishedFact } from './entry.ts';
import { emptyStateFold, foldMoveStates, type StateFold } from './fold-states.ts';
import type {
  AliasPosition,
  Description,
  Hold,
  LiveSpan,
  ModelHistory,
  RecordedGate,
  Scores,
  SpanEnd,
} from './model-history.ts';

type Accumulator = {
  aliases: Map<string, AliasPosition>;
  spans: LiveSpan[];
  modelHold: Hold | undefined;
  versionHolds: Map<string, Hold>;
  states: StateFold;
  descriptions: Map<string, Description>;
  scores: Map<string, Scores>;
  registeredDigests: Map<string, string>;
  gates: Map<string, Map<string, RecordedGate>>;
  publications: Map<string, readonly PublishedFact[]>;
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
    states: emptyStateFold(),
    descriptions: new Map(),
    scores: new Map(),
    registeredDigests: new Map(),
    gates: new Map(),
    publications: new Map(),
    rolledBackBefore: new Set(),
  };
  for (const { entry } of entries) {
    for (const move of entry.moves) moveAlias(result, entry, move.alias, move.to, undone);
    for (const fact of entry.facts) recordFact(result, entry, fact);
  }
  return { generation: entries.at(-1)?.entry.generation ?? 0, ...result, states: result.states.states };
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
  foldMoveStates(result.states, entry, { to }, result.aliases.get(alias)?.version ?? null, undone);
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
      result.states.states.set(fact.version, fact.to);
      return;
    case 'described': {
      const before = result.descriptions.get(fact.version ?? '');
      result.descriptions.set(fact.version ?? '', {
        notes: fact.notes === null ? (before?.notes ?? null) : makeShown(fact.notes),
        tags: fact.tags?.map(makeShown) ?? before?.tags ?? [],
        ...keepLast('description', fact, before),
        ...keepLast('owner', fact, before),
      });
      return;
    }
    case 'scored': {
      const before = result.scores.get(fact.version);
      result.scores.set(fact.version, {
        metrics: { ...before?.metrics, ...fact.metrics },
        scoredAt: entry.at,
        generation: entry.generation,
        actor: entry.actor,
      });
      return;
    }
    case 'registered':
      result.registeredDigests.set(fact.version, fact.metadataSha256);
      return;
    case 'gated':
      recordGate(result, entry, fact);
      return;
    case 'published': {
      const { kind: _, ...published } = fact;
      result.publications.set(fact.version, [...(result.publications.get(fact.version) ?? []), published]);
      return;
    }
    case 'rolled-back-before':
      result.rolledBackBefore.add(fact.version);
      return;
    case 'digest':
      return;
    default:
      fact satisfies never;
  }
}

function keepLast(
  field: 'description' | 'owner',
  fact: Extract<Fact, { kind: 'described' }>,
  before: Description | undefined,
): Pick<Description, 'description' | 'owner'> {
  const said = fact[field];
  const value = said === undefined ? before?.[field] : makeShown(said);
  return value === undefined ? {} : { [field]: value };
}

/** Where the registry leads, a history has what people typed as they typed it. */
function makeShown(text: string): string {
  return makeSafeText(text, { limit: Number.POSITIVE_INFINITY });
}

function recordGate(result: Accumulator, entry: HistoryEntry, fact: Extract<Fact, { kind: 'gated' }>): void {
  const { kind: _, ...gate } = fact;
  const ofVersion = result.gates.get(fact.version) ?? new Map<string, RecordedGate>();
  const { actor, operationId, generation } = entry;
  ofVersion.set(fact.alias, { ...gate, actor, operationId, generation });
  result.gates.set(fact.version, ofVersion);
}
