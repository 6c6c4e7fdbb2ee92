import { makeSafeText } from '../../../core/text/safe-text.ts';
import { describeActor, formatActor } from '../../format/entry-actor.ts';
import { describeChange } from '../../format/entry-change.ts';
import { formatGateVerdict } from '../../format/gate-record.ts';
import type { HistoryRow } from './history-rows.ts';

/** What a row says in its columns, in words that are safe to show. */
export type RowWords = {
  /** ISO 8601 UTC; undefined for what is not on record. */
  readonly at: string | undefined;
  readonly generation: string;
  readonly change: string;
  readonly who: string;
  /** The same in a sentence: of what was only recorded, by whom that was. */
  readonly by: string;
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
        who: makeSafeText(formatActor(entry), { limit: actorLimit }),
        by: makeSafeText(describeActor(entry), { limit: actorLimit }),
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
        by: '?',
        why:
          row.origin === 'before'
            ? 'not on record yet: found in place'
            : 'not on record yet: moved outside lastgood',
        gate: '-',
      };
    case 'foreign': {
      const who = makeSafeText(row.fact.actor, { limit: actorLimit });
      return {
        at: row.fact.at,
        generation: '-',
        change: `${row.fact.version} ${arrow} ${row.fact.target}`,
        who,
        by: who,
        why: `before lastgood: ${makeSafeText(row.fact.reason, { limit: reasonLimit })}`,
        gate: '-',
      };
    }
    default:
      return row satisfies never;
  }
}
