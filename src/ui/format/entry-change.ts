import type { Fact, Move } from '../../core/history/entry.ts';
import { formatPolicy } from './gate-record.ts';
import { formatScores } from './scores.ts';

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
    case 'scored':
      return `${fact.version} scored ${formatScores(fact.metrics)}`;
    case 'digest':
      return `${fact.version} files ${fact.check}`;
    case 'gated':
      return `${fact.version} gate ${fact.verdict} ${formatPolicy(fact.policy)} for ${fact.alias}`;
    case 'published':
      return `${fact.version} published as ${fact.repository} ${fact.tag}`;
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

/** What an entry changed: its moves when there are any, else its facts; the first, and how many more. Pure. */
export function describeChange(moves: readonly Move[], facts: readonly Fact[], arrow: string): string {
  const moved = moves.map(move => describeMove(move, arrow));
  const said = moved.length > 0 ? moved : facts.map(fact => describeFact(fact, arrow));
  const [first = 'nothing changed', ...others] = said;
  return others.length === 0 ? first : `${first} +${others.length}`;
}
