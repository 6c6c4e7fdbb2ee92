import { type ChainVerdict, formatCheckpoint } from '../../core/history/chain.ts';
import type { Fact, HistoryEntry } from '../../core/history/entry.ts';
import type { StoredEntry } from '../../core/ports/history-log.ts';
import { formatMinute } from '../format/age.ts';
import { describeActor } from '../format/entry-actor.ts';
import { formatGateRecord, formatPolicy } from '../format/gate-record.ts';
import { formatScores } from '../format/scores.ts';
import type { PastState } from './documents/history-document.ts';
import { printTable, type TableOptions } from './print-table.ts';

/** Every entry for people, oldest first; with a time, what was live then. Pure. */
export function printHistory(
  model: string,
  entries: readonly StoredEntry[],
  past: PastState | undefined,
  options: TableOptions,
): readonly string[] {
  if (past !== undefined) return printPast(model, past);
  if (entries.length === 0)
    return [`Nothing of ${model} is recorded yet: its first write begins the history.`];
  const columns = [
    { title: '#', align: 'right' as const },
    { title: 'when (UTC)' },
    { title: 'who', cut: true as const, spare: true as const },
    { title: 'act', cut: true as const },
    { title: 'what', cut: true as const, atLeast: 16 },
    { title: 'reason', cut: true as const, atLeast: 12 },
    { title: 'operation' },
  ];
  const rows = entries.map(({ entry, orderUnknown }) => [
    String(entry.generation),
    formatMinute(entry.at),
    describeActor(entry),
    [
      entry.action,
      ...(entry.gate.overridden ? ['gate overridden'] : []),
      ...(orderUnknown ? ['order unknown'] : []),
    ].join(', '),
    describeEntry(entry),
    entry.reason ?? '',
    // Enough for undo; --json has all of it.
    entry.operationId.slice(0, 8),
  ]);
  return printTable(columns, rows, options);
}

/** How a check of the history ended, with the checkpoint to keep. Pure. */
export function printVerification(model: string, verdict: ChainVerdict): readonly string[] {
  const checkpoint = verdict.verdict === 'intact' ? verdict.checkpoint : undefined;
  return [
    `history of ${model} ${verdict.words}`,
    ...(checkpoint === undefined ? [] : [`checkpoint ${formatCheckpoint(checkpoint)}`]),
  ];
}

function printPast(model: string, past: PastState): readonly string[] {
  const live = [...past.history.aliases];
  if (live.length === 0) return [`Nothing of ${model} was recorded as live at ${past.time}.`];
  return printTable(
    [{ title: 'alias' }, { title: `live at ${past.time}` }, { title: 'since (UTC)' }],
    live.map(([alias, position]) => [alias, position.version ?? 'nothing', formatMinute(position.since)]),
  );
}

/** What an entry moved and recorded, in words. Pure. */
export function describeEntry(entry: HistoryEntry): string {
  const moves = entry.moves.map(move => `${move.alias} ${move.from ?? 'nothing'} to ${move.to ?? 'nothing'}`);
  const facts = entry.facts.map(describeFact);
  // A verdict that was recorded with the move is told as a fact already.
  const isTold = entry.gate.verdict === 'NONE' || entry.facts.some(fact => fact.kind === 'gated');
  const gate = isTold ? [] : [`gate ${formatGateRecord(entry.gate)}`];
  return [...moves, ...facts, ...gate].filter(part => part !== '').join(', ');
}

function describeFact(fact: Fact): string {
  switch (fact.kind) {
    case 'registered':
      return fact.version;
    case 'held':
      return `hold ${fact.version ?? 'the model'}`;
    case 'released':
      return `release ${fact.version ?? 'the model'}`;
    case 'state':
      return `${fact.version} ${fact.from} to ${fact.to}`;
    case 'described':
      return fact.version ?? 'the model';
    case 'scored':
      return `${fact.version} ${formatScores(fact.metrics)}`;
    case 'digest':
      return fact.check === 'verified' ? 'verified' : '';
    case 'gated':
      return `${fact.version} gate ${fact.verdict} ${formatPolicy(fact.policy)} for ${fact.alias}`;
    case 'published':
      return `${fact.version} published as ${fact.repository} ${fact.tag} (${fact.commit.slice(0, 8)})`;
    case 'rolled-back-before':
      return `${fact.version} was rolled back to ${fact.target} before lastgood`;
    default:
      return fact satisfies never;
  }
}
