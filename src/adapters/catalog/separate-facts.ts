import type { Json } from '../../core/history/canonical-json.ts';
import type { Fact } from '../../core/history/entry.ts';
import type { StoredEntry } from '../../core/ports/history-log.ts';
import type { ForeignFact } from '../../core/registry/foreign-fact.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import type { CatalogModel, CatalogRow } from './catalog-content.ts';
import { judgeValue } from './judge-value.ts';
import { parseScores } from './parse-scores.ts';
import type { RecordedFacts } from './recorded-facts.ts';
import { collectSaid, keyOf, listRecorded, type RecordedValue } from './recorded-values.ts';
import { findState } from './row-state.ts';

/** What a file of models says of a model beside what its history says. */
export type Separated = {
  /** Values of another program that nobody has decided about. */
  readonly foreign: readonly ForeignFact[];
  /** The same values, by `keyOf`. */
  readonly left: ReadonlySet<string>;
  /** Values that are replaced by what was decided just now, and that no history knows: they are kept to be known again. */
  readonly displaced: readonly RecordedValue[];
};

/** What the values are held against. */
export type Ground = {
  readonly facts: RecordedFacts;
  readonly entries: readonly StoredEntry[];
  /** Operations that are not done with the file. */
  readonly operations: ReadonlySet<string>;
  /** Values that stood in the file before the history spoke of them. */
  readonly displaced: readonly RecordedValue[];
};

/** Tells the values of the file that another program set from those that are ours to write. Pure. */
export function separateFacts(found: CatalogModel | undefined, ground: Ground): Separated {
  const foreign: ForeignFact[] = [];
  const left = new Set<string>();
  const displaced: RecordedValue[] = [];
  if (found === undefined) return { foreign, left, displaced };
  const differing = findDiffering(found, ground.facts);
  if (differing.length === 0) return { foreign, left, displaced };
  const history = collectSaid(ground.entries, ground.operations);
  for (const { recorded, said } of differing) {
    const key = keyOf(recorded);
    const known = history.get(key);
    const before = ground.displaced.flatMap(value => (keyOf(value) === key ? [value.value] : []));
    const earlier = [...(known?.values ?? []), ...before];
    const told = { said, recorded: recorded.value, earlier };
    const isFresh = known?.isFresh ?? false;
    if (judgeValue({ ...told, isFresh }) === 'theirs') {
      foreign.push(describe(recorded, said));
      left.add(key);
    } else if (isFresh && judgeValue({ ...told, isFresh: false }) === 'theirs') {
      displaced.push({ ...recorded, value: said });
    }
  }
  return { foreign, left, displaced };
}

type Differing = { readonly recorded: RecordedValue; readonly said: Json };

function findDiffering(found: CatalogModel, facts: RecordedFacts): readonly Differing[] {
  const metrics = new Map<CatalogRow, Readonly<Record<string, number>>>();
  const metricsOf = (row: CatalogRow) => {
    const known = metrics.get(row) ?? parseScores(row.fields['evaluation_scores'], []);
    metrics.set(row, known);
    return known;
  };
  return listRecorded(facts).flatMap(recorded => {
    const said = findSaid(found, recorded, metricsOf);
    const verdict = judgeValue({ said, recorded: recorded.value, earlier: [], isFresh: false });
    return said === undefined || verdict === 'same' ? [] : [{ recorded, said }];
  });
}

/** What is empty says nothing, as S2 writes what it does not know; the status of what is marked as deployed follows from the mark. */
function findSaid(
  { metadata, rows }: CatalogModel,
  { version, field }: RecordedValue,
  metricsOf: (row: CatalogRow) => Readonly<Record<string, number>>,
): Json | undefined {
  const row = version === '' ? undefined : rows.get(version);
  if (version !== '' && row === undefined) return undefined;
  if (row !== undefined && field.startsWith('metric ')) return metricsOf(row)[field.slice('metric '.length)];
  const value = (row?.fields ?? metadata)[field];
  if (field === 'status' && (row?.fields['deployed'] === true || value === 'deployed')) return undefined;
  const isEmpty = value === null || value === '' || (Array.isArray(value) && value.length === 0);
  return isEmpty ? undefined : value;
}

function describe(recorded: RecordedValue, said: Json): ForeignFact {
  const { version, field } = recorded;
  const isMetric = field.startsWith('metric ');
  return {
    version: version === '' ? null : version,
    field: makeSafeText(isMetric ? field.slice('metric '.length) : field, { limit: 80 }),
    says: show(said),
    recorded: show(recorded.value),
    adopt: recordOf(recorded, said, recorded.value),
    // Saying it once more is what writes it again.
    revert: recordOf(recorded, recorded.value, said) as Fact,
  };
}

function show(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return makeSafeText(text, { limit: 60 });
}

/** The record that a value counts; undefined where no history has a word for it. */
function recordOf({ version, field }: RecordedValue, value: Json, other: Json): Fact | undefined {
  if (field === 'status') {
    const to = findState(value);
    if (to === undefined || version === '') return undefined;
    return { kind: 'state', version, from: findState(other) ?? to, to };
  }
  if (field.startsWith('metric ')) {
    const metric = field.slice('metric '.length);
    return typeof value === 'number' ? { kind: 'scored', version, metrics: { [metric]: value } } : undefined;
  }
  return describedRecord(version, field, value);
}

function describedRecord(version: string, field: string, value: Json): Fact | undefined {
  const nothing = {
    kind: 'described',
    version: version === '' ? null : version,
    notes: null,
    tags: null,
  } as const;
  if (field === 'tags') {
    const isTexts = Array.isArray(value) && value.every(item => typeof item === 'string');
    return isTexts
      ? { ...nothing, tags: (value as readonly string[]).map(item => makeSafeText(item)) }
      : undefined;
  }
  return typeof value === 'string' ? { ...nothing, [field]: makeSafeText(value) } : undefined;
}
