import { foldHistory } from '../../../core/history/fold-history.ts';
import type {
  IndexedVersion,
  ModelIndex,
  Pointer,
  RegistryIndex,
} from '../../../core/registry/registry-index.ts';
import { formatPointerName, sharedAlias } from '../layout.ts';
import { findNewestSharedMove, type SharedMove } from '../shared-pointer.ts';

/**
 * The index of a copy, as one of the bucket it is a copy of. Pure.
 *
 * Its pointers say what the histories say, as far as there are any: the links of the copy prove nothing. Between an entry that came from
 * the bucket and the link that follows it, the link looks as if somebody had moved it, and a write would record that. Who moves a pointer
 * of the bucket is found by comparing the two sides.
 *
 * A version without its metadata.json is not in it: in the bucket somebody has claimed its number and not finished it, or it is being
 * read now. A model of nothing else is no model.
 */
export function showMirrored(index: RegistryIndex): RegistryIndex {
  const shared = findNewestSharedMove(index.models);
  const models = index.models.map(model => {
    const whole = { ...model, versions: model.versions.filter(isWhole) };
    const own = model.entries.length === 0 ? model.pointers.filter(isOwn) : listRecorded(whole);
    return { ...whole, pointers: [...listShared(whole, shared), ...own] };
  });
  return {
    ...index,
    models: models.filter(isModel),
    sharedProblems: shared === undefined ? index.sharedProblems : [],
  };
}

function isWhole({ whole }: IndexedVersion): boolean {
  return whole === 'complete';
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

function listShared(model: ModelIndex, shared: SharedMove | undefined): readonly Pointer[] {
  if (shared === undefined) return model.pointers.filter(pointer => !isOwn(pointer));
  if (shared.model !== model.model) return [];
  const reading = readAsRecorded(model, shared.to);
  return [{ alias: sharedAlias, target: sharedAlias, scope: 'shared', reading }];
}

function readAsRecorded({ versions }: ModelIndex, version: string | null): Pointer['reading'] {
  if (version === null) return { state: 'absent' };
  return versions.some(known => known.version === version)
    ? { state: 'names', version }
    : { state: 'dangling', text: version };
}
