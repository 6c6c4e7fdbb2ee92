import type { Json } from '../../core/history/canonical-json.ts';
import type { Fact, HistoryEntry, Move } from '../../core/history/entry.ts';
import type { StoredEntry } from '../../core/ports/history-log.ts';
import type { RecordedDescription, RecordedFacts } from './recorded-facts.ts';

/** A value that the history has of a version, or of the model (version ''), and that has a field in the file of models. */
export type RecordedValue = {
  readonly version: string;
  /** A metric as `metric <name>`, or the name of the field. */
  readonly field: string;
  readonly value: Json;
};

/** What the history ever said of one value. */
export type Said = { readonly values: Json[]; isFresh: boolean };

/** How a value is found again. Pure. */
export function keyOf({ version, field }: Pick<RecordedValue, 'version' | 'field'>): string {
  return JSON.stringify([version, field]);
}

/** How the field of a metric is called. Pure. */
export function fieldOfMetric(metric: string): string {
  return `metric ${metric}`;
}

const described = ['notes', 'tags', 'description', 'owner'] as const;

/** Every value that the facts amount to; what follows from being live is none. Pure. */
export function listRecorded(facts: RecordedFacts): readonly RecordedValue[] {
  const values: RecordedValue[] = [];
  for (const [version, state] of facts.states)
    if (state !== 'deployed') values.push({ version, field: 'status', value: state });
  for (const [version, metrics] of facts.scores)
    for (const [metric, value] of Object.entries(metrics))
      values.push({ version, field: fieldOfMetric(metric), value });
  for (const [version, said] of facts.descriptions) values.push(...listDescribed(version, said));
  return values;
}

/** The facts without some of their values. Pure. @param left by `keyOf` */
export function withoutValues(facts: RecordedFacts, left: ReadonlySet<string>): RecordedFacts {
  if (left.size === 0) return facts;
  const stays = (version: string, field: string): boolean => !left.has(keyOf({ version, field }));
  const states = [...facts.states].filter(([version]) => stays(version, 'status'));
  const scores = [...facts.scores].map(([version, metrics]) => {
    const kept = Object.entries(metrics).filter(([metric]) => stays(version, fieldOfMetric(metric)));
    return [version, Object.fromEntries(kept)] as const;
  });
  const descriptions = [...facts.descriptions].map(([version, said]) => {
    const keep = <Key extends (typeof described)[number]>(key: Key): RecordedDescription[Key] | undefined =>
      stays(version, key) ? said[key] : undefined;
    const kept = { notes: keep('notes'), tags: keep('tags') };
    return [version, { ...kept, description: keep('description'), owner: keep('owner') }] as const;
  });
  return {
    ...facts,
    states: new Map(states),
    scores: new Map(scores),
    descriptions: new Map(descriptions),
  };
}

/**
 * Every value the entries ever said, by `keyOf`, and whether one of these operations said it last. Of a version that moved every state a
 * move brings counts as said. Pure.
 */
export function collectSaid(
  entries: readonly StoredEntry[],
  operations: ReadonlySet<string>,
): ReadonlyMap<string, Said> {
  const all = new Map<string, Said>();
  for (const { entry } of entries) {
    const isFresh = operations.has(entry.operationId);
    for (const value of listSaid(entry)) {
      const key = keyOf(value);
      const said = all.get(key) ?? { values: [], isFresh };
      said.values.push(value.value);
      said.isFresh = isFresh;
      all.set(key, said);
    }
  }
  return all;
}

function listSaid({ moves, facts }: HistoryEntry): readonly RecordedValue[] {
  return [...moves.flatMap(listMoved), ...facts.flatMap(listFact)];
}

const movedStates = ['deployed', 'deprecated', 'completed'] as const;

function listMoved({ from, to }: Move): readonly RecordedValue[] {
  const versions = [from, to].filter(version => version !== null);
  return versions.flatMap(version => movedStates.map(value => ({ version, field: 'status', value })));
}

function listFact(fact: Fact): readonly RecordedValue[] {
  switch (fact.kind) {
    case 'state':
      return [fact.from, fact.to].map(value => ({ version: fact.version, field: 'status', value }));
    case 'scored':
      return Object.entries(fact.metrics).map(([metric, value]) => ({
        version: fact.version,
        field: fieldOfMetric(metric),
        value,
      }));
    case 'described':
      return listDescribed(fact.version ?? '', fact);
    default:
      return [];
  }
}

type Described = { readonly [Key in (typeof described)[number]]?: Json | readonly string[] | undefined };

function listDescribed(version: string, said: Described): readonly RecordedValue[] {
  return described.flatMap(field => {
    const value = said[field];
    return value === undefined || value === null ? [] : [{ version, field, value }];
  });
}
