import type { MissingRows } from '../../core/registry/registry-index.ts';
import { findMember, findObject, setMember } from '../files/lossless-edit.ts';
import type { LosslessObject } from '../files/lossless-json.ts';
import type { CatalogContent } from './catalog-content.ts';

/**
 * Models and versions that a file had and has no more, though nothing of ours ever removes one: in the order of the older file. Pure.
 * @param content what it says now; undefined: nothing
 */
export function listMissingRows(
  before: CatalogContent | undefined,
  content: CatalogContent | undefined,
): readonly MissingRows[] {
  return [...(before?.models.values() ?? [])].flatMap(({ model, rows }) => {
    const standing = content?.models.get(model);
    const versions = [...rows.keys()].filter(version => !standing?.rows.has(version));
    return versions.length === 0 && standing !== undefined ? [] : [{ model, versions }];
  });
}

/** The models of a file with those models and versions of an older one that it lacks; what it has stays as it is. Pure. */
export function putBackRows(models: LosslessObject, before: LosslessObject): LosslessObject {
  return before.members.reduce((placed, { key, value }) => {
    if (findMember(placed, key) === undefined) return setMember(placed, key, value);
    const model = findObject(placed, key);
    const rows = model && findObject(model, 'versions');
    const older = value.is === 'object' ? findObject(value, 'versions') : undefined;
    if (model === undefined || rows === undefined || older === undefined) return placed;
    const whole = older.members.reduce(
      (all, row) => (findMember(all, row.key) === undefined ? setMember(all, row.key, row.value) : all),
      rows,
    );
    return whole === rows ? placed : setMember(placed, key, setMember(model, 'versions', whole));
  }, models);
}
