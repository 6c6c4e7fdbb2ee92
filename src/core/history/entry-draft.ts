import type { Fact, GateRecord, HistoryAction, HistoryEntry, Move } from './entry.ts';
import { formatOf } from './entry-format.ts';

/** What an entry will say, before it has a place in the chain. */
export type EntryDraft = {
  readonly action: HistoryAction;
  readonly moves: readonly Move[];
  readonly facts: readonly Fact[];
  readonly reason: string | null;
  readonly gate: GateRecord;
  readonly reverts: string | null;
};

/** What all entries of one operation share. */
export type EntryOrigin = {
  readonly model: string;
  readonly operationId: string;
  readonly actor: string;
  readonly tool: string;
};

/** The last link of a chain: where the next entry attaches. */
export type ChainHead = {
  readonly generation: number;
  readonly digest: string | null;
  readonly at: string | null;
};

/**
 * Gives a draft its place after `head`. Pure.
 * Its time is `now`, or one millisecond after the entry before it when this clock is behind: time never runs backwards in a chain.
 */
export function placeDraft(
  draft: EntryDraft,
  origin: EntryOrigin,
  head: ChainHead,
  now: string,
): HistoryEntry {
  return {
    format: formatOf(draft),
    model: origin.model,
    generation: head.generation + 1,
    previousDigest: head.digest,
    operationId: origin.operationId,
    at: laterOf(now, head.at),
    actor: origin.actor,
    action: draft.action,
    moves: draft.moves,
    facts: draft.facts,
    reason: draft.reason,
    gate: draft.gate,
    reverts: draft.reverts,
    tool: origin.tool,
  };
}

/** `now`, or one millisecond after `before` when that is not earlier. Both ISO 8601 UTC. Pure. */
export function laterOf(now: string, before: string | null): string {
  if (before === null) return now;
  const nowMs = Date.parse(now);
  const beforeMs = Date.parse(before);
  return nowMs > beforeMs || Number.isNaN(beforeMs) ? now : new Date(beforeMs + 1).toISOString();
}
