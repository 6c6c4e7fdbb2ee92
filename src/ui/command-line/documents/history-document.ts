import type { ChainVerdict } from '../../../core/history/chain.ts';
import type { Fact } from '../../../core/history/entry.ts';
import type { ModelHistory } from '../../../core/history/model-history.ts';
import type { StoredEntry } from '../../../core/ports/history-log.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import type { HistoryDocument } from '../json/history.ts';
import { describeVerdict } from './model-document.ts';

/** What was live at a time. */
export type PastState = { readonly time: string; readonly history: ModelHistory };

/** A model's history as a document. Pure. */
export function describeHistory(
  model: string,
  entries: readonly StoredEntry[],
  verdict: ChainVerdict,
  past: PastState | undefined,
): HistoryDocument {
  return {
    schema: 'lastgood/history/1',
    model,
    at: past === undefined ? null : { time: past.time, aliases: describePositions(past.history) },
    entries: entries.map(describeEntry),
    verification: describeVerdict(verdict),
  };
}

function describePositions(history: ModelHistory) {
  return [...history.aliases].map(([alias, { version }]) => ({ alias, version }));
}

/** An entry as a document shows it. Pure. */
export function describeEntry({
  entry,
  digest,
  orderUnknown,
}: StoredEntry): HistoryDocument['entries'][number] {
  const { generation, previousDigest, operationId, at, actor, action, reason, reverts, tool } = entry;
  const { verdict, overridden, bound, unbound } = entry.gate;
  return {
    generation,
    orderUnknown: orderUnknown ?? false,
    digest,
    previousDigest,
    operationId,
    at,
    actor,
    action,
    moves: entry.moves.map(({ alias, from, to }) => ({ alias, from, to })),
    facts: entry.facts.map(copyFact),
    reason,
    gate: { verdict, overridden, bound: bound ?? null, unbound: unbound ?? false },
    reverts,
    tool,
  };
}

function copyFact(fact: Fact): HistoryDocument['entries'][number]['facts'][number] {
  if (fact.kind !== 'described') return fact;
  const { notes, tags, description, owner } = fact;
  return {
    ...fact,
    notes: notes === null ? null : makeShown(notes),
    tags: tags?.map(makeShown) ?? null,
    ...(description === undefined ? {} : { description: makeShown(description) }),
    ...(owner === undefined ? {} : { owner: makeShown(owner) }),
  };
}

/** Some histories have it as it was typed. */
function makeShown(text: string): string {
  return makeSafeText(text, { limit: Number.POSITIVE_INFINITY });
}
