import { foldHistory } from '../../../core/history/fold-history.ts';
import type {
  IndexedVersion,
  ModelIndex,
  Pointer,
  RegistryIndex,
} from '../../../core/registry/registry-index.ts';
import { formatPointerName, parseEntryName, sharedAlias } from '../layout.ts';
import { findNamed, judgePointer, type RawPointer } from '../read-pointer.ts';
import { findNewestSharedMove, type SharedMove } from '../shared-pointer.ts';

/**
 * The index of a copy, as one of the bucket it is a copy of. Pure.
 *
 * Its pointers say what the histories say, as far as there are any: the links of the copy prove nothing. Between an entry that came from
 * the bucket and the link that follows it, the link looks as if somebody had moved it, and a write would record that. Who moves a pointer
 * of the bucket is found by comparing the two sides. Before there is a history, they say what the bucket's pointers said.
 *
 * A version without its metadata.json is not in it, unless it is on its way: in the bucket somebody has claimed its number and not finished
 * it. A model of nothing else is no model.
 * @param said what the bucket's pointers said; undefined when that was never read, and the links are all there is
 */
export function showMirrored(
  index: RegistryIndex,
  said: ReadonlyMap<string, RawPointer> | undefined,
): RegistryIndex {
  const shared = findNewestSharedMove(index.models);
  const models = index.models.map(model => {
    const whole = { ...model, versions: model.versions.filter(isInBucket) };
    const own = model.entries.length === 0 ? listOwn(whole, said) : listRecorded(whole);
    return { ...whole, pointers: [...listShared(whole, shared, said), ...own] };
  });
  return {
    ...index,
    models: models.filter(isModel),
    sharedProblems: shared === undefined ? listSharedProblems(index, said) : [],
  };
}

function isInBucket({ whole, arriving }: IndexedVersion): boolean {
  return whole === 'complete' || arriving !== undefined;
}

function isModel({ versions, entries, defects }: ModelIndex): boolean {
  return versions.length + entries.length + defects.length > 0;
}

function isOwn({ scope }: Pointer): boolean {
  return scope === 'own';
}

function listRecorded(model: ModelIndex): readonly Pointer[] {
  return [...foldHistory(model.entries).aliases].map(([alias, { version }]) => ({
    alias,
    target: formatPointerName(model.model, alias),
    scope: 'own',
    reading: readAsRecorded(model, version),
  }));
}

function listOwn(model: ModelIndex, said: ReadonlyMap<string, RawPointer> | undefined): readonly Pointer[] {
  if (said === undefined) return model.pointers.filter(isOwn);
  return [...said].flatMap(([target, raw]): readonly Pointer[] => {
    const parsed = parseEntryName(target);
    if (parsed.is !== 'pointer' || parsed.model !== model.model) return [];
    return [{ alias: parsed.alias, target, scope: 'own', reading: judge(raw, model) }];
  });
}

function listShared(
  model: ModelIndex,
  shared: SharedMove | undefined,
  said: ReadonlyMap<string, RawPointer> | undefined,
): readonly Pointer[] {
  const base = { alias: sharedAlias, target: sharedAlias, scope: 'shared' } as const;
  if (shared !== undefined)
    return shared.model === model.model ? [{ ...base, reading: readAsRecorded(model, shared.to) }] : [];
  if (said === undefined) return model.pointers.filter(pointer => !isOwn(pointer));
  const raw = said.get(sharedAlias);
  const isNamed = raw !== undefined && findNamed(raw)?.model === model.model;
  return isNamed ? [{ ...base, reading: judge(raw, model) }] : [];
}

function listSharedProblems(
  { models, sharedProblems }: RegistryIndex,
  said: ReadonlyMap<string, RawPointer> | undefined,
): readonly Pointer[] {
  if (said === undefined) return sharedProblems;
  const raw = said.get(sharedAlias);
  const named = raw && findNamed(raw);
  const isUsed = named !== undefined && models.some(({ model }) => model === named.model);
  if (raw === undefined || isUsed) return [];
  const reading = judgePointer(raw, '', new Set());
  return [{ alias: sharedAlias, target: sharedAlias, scope: 'shared', reading }];
}

function judge(raw: RawPointer, { model, versions }: ModelIndex): Pointer['reading'] {
  return judgePointer(raw, model, new Set(versions.map(({ version }) => version)));
}

function readAsRecorded({ versions }: ModelIndex, version: string | null): Pointer['reading'] {
  if (version === null) return { state: 'absent' };
  return versions.some(known => known.version === version)
    ? { state: 'names', version }
    : { state: 'dangling', text: version };
}
