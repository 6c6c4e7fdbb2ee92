import type { Fact, Move } from '../../../core/history/entry.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { formatGateVerdict, formatPolicy } from '../../format/gate-record.ts';
import type { HistoryRow } from './history-rows.ts';

/** What a row says in its columns, in words that are safe to show. */
export type RowWords = {
  /** ISO 8601 UTC; undefined for what is not on record. */
  readonly at: string | undefined;
  readonly generation: string;
  readonly change: string;
  readonly who: string;
  readonly why: string;
  readonly gate: string;
};

const actorLimit = 120;
const reasonLimit = 2000;

/** The words of a row. Pure; `arrow` stands between versions. */
export function describeRow(row: HistoryRow, arrow: string): RowWords {
  switch (row.kind) {
    case 'entry': {
      const { entry } = row.stored;
      return {
        at: entry.at,
        generation: `#${entry.generation}`,
        change: describeChange(entry.moves, entry.facts, arrow),
        who: makeSafeText(entry.actor, { limit: actorLimit }),
        why: makeSafeText(entry.reason ?? '', { limit: reasonLimit }),
        gate: formatGateVerdict(entry.gate),
      };
    }
    case 'pending':
      return {
        at: undefined,
        generation: '-',
        change: describeChange(row.draft.moves, [], arrow),
        who: '?',
        why:
          row.origin === 'drift'
            ? 'not on record yet: moved outside lastgood'
            : 'not on record yet: found in place',
        gate: '-',
      };
    case 'foreign':
      return {
        at: row.fact.at,
        generation: '-',
        change: `${row.fact.version} ${arrow} ${row.fact.target}`,
        who: makeSafeText(row.fact.actor, { limit: actorLimit }),
        why: `before lastgood: ${makeSafeText(row.fact.reason, { limit: reasonLimit })}`,
        gate: '-',
      };
    default:
      return row satisfies never;
  }
}

/** One fact as a phrase: `v3 held`. Pure. */
export function describeFact(fact: Fact, arrow: string): string {
  switch (fact.kind) {
    case 'registered':
      return `${fact.version} registered`;
    case 'held':
      return `${fact.version ?? 'the model'} held`;
    case 'released':
      return `${fact.version ?? 'the model'} released`;
    case 'state':
      return `${fact.version} ${fact.from} ${arrow} ${fact.to}`;
    case 'described':
      return `${fact.version ?? 'the model'} described`;
    case 'digest':
      return `${fact.version} files ${fact.check}`;
    case 'gated':
      return `${fact.version} gate ${fact.verdict} ${formatPolicy(fact.policy)} for ${fact.alias}`;
    case 'rolled-back-before':
      return `${fact.version} rolled back before lastgood`;
    default:
      return fact satisfies never;
  }
}

/** One move as a phrase: `latest v1 → v2`. Pure. */
export function describeMove({ alias, from, to }: Move, arrow: string): string {
  return `${alias} ${from ?? 'none'} ${arrow} ${to ?? 'none'}`;
}

/** Moves when there are any; else the facts. */
function describeChange(moves: readonly Move[], facts: readonly Fact[], arrow: string): string {
  const moved = moves.map(move => describeMove(move, arrow));
  const said = moved.length > 0 ? moved : facts.map(fact => describeFact(fact, arrow));
  const [first = 'nothing changed', ...others] = said;
  return others.length === 0 ? first : `${first} +${others.length}`;
}
