import type { JsonObject, Reading } from '../files/read-json.ts';
import type { CatalogRow } from './catalog-content.ts';

/** What the file of models and our own record say of one version, together. */
export type VersionRow =
  | { readonly found: 'row'; readonly fields: JsonObject; readonly oddities: readonly string[] }
  | { readonly found: 'nothing' }
  | { readonly found: 'unusable'; readonly problem: string };

/**
 * The file counts, since S2's own programs write it too; what it does not say any more is taken from our record, and said. Pure.
 * @param fileName for people
 */
export function joinRow(
  fileName: string,
  row: CatalogRow | undefined,
  own: Reading<JsonObject> | undefined,
): VersionRow {
  if (own === undefined) return row === undefined ? { found: 'nothing' } : takeRow(row);
  if (!own.ok) {
    if (own.fault === 'missing') return row === undefined ? { found: 'nothing' } : takeRow(row);
    const problem = `the record of its registration is ${own.problem}`;
    if (row === undefined || row.problem !== undefined) return { found: 'unusable', problem };
    return { found: 'row', fields: row.fields, oddities: [...row.oddities, problem] };
  }
  const record = own.value;
  if (row === undefined)
    return { found: 'row', fields: record, oddities: [`${fileName} has lost it; this is its registration`] };
  if (row.problem !== undefined)
    return { found: 'row', fields: record, oddities: [`${row.problem}; this is its registration`] };
  const moved = filePaths.filter(
    key => Object.hasOwn(row.fields, key) && row.fields[key] !== (record[key] ?? null),
  );
  if (moved.length > 0)
    return {
      found: 'unusable',
      problem: `${fileName} names another ${moved.join(', ')} than it was registered with`,
    };
  const lost = Object.keys(record).filter(key => key !== 'lastgood' && !Object.hasOwn(row.fields, key));
  const oddities =
    lost.length === 0 ? [] : [`${fileName} has lost ${lost.join(', ')}; shown as it was registered`];
  return {
    found: 'row',
    fields: { ...record, ...row.fields, ...keepOwn(record) },
    oddities: [...row.oddities, ...oddities],
  };
}

/** Where its files are never changes: another path would make another version live under its name. */
const filePaths = ['lora_path', 'gguf_path', 'checkpoint_path', 'config_path'] as const;

function takeRow(row: CatalogRow): VersionRow {
  return row.problem === undefined
    ? { found: 'row', fields: row.fields, oddities: row.oddities }
    : { found: 'unusable', problem: row.problem };
}

/**
 * What the record knows better: nobody else writes `lastgood`, and in `training` the file has S2's defaults where nothing was said.
 */
function keepOwn(record: JsonObject): JsonObject {
  const own = ['lastgood', 'training'].flatMap(key => {
    const value = record[key];
    return value === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(own);
}
