import type { Json } from '../../core/history/canonical-json.ts';
import type { Stranger } from '../../core/registry/registry-index.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import type { JsonObject } from '../files/read-json.ts';
import type { CatalogContent, CatalogModel, CatalogRow, ForeignPointer } from './catalog-content.ts';
import type { FoundShape } from './find-shape.ts';
import { isObject } from './json-kind.ts';

/** Fields that name a model and a version, the likeliest first. */
const modelFields = ['model_name', 'model', 'name'] as const;
const versionFields = ['version', 'model_version'] as const;

/** Words beside the rows that name a version in other programs' files. */
const pointerWords = ['latest', 'production', 'stable', 'staging', 'champion'] as const;

/**
 * Another program's list of rows, as models with versions; undefined when no row names both. A name that holds both
 * (`lgbm_v2.2`) is taken apart. Of rows that name the same version the last counts, and says so. Pure.
 */
export function parseForeignRows(
  name: string,
  { rows, beside }: Extract<FoundShape, { readonly shape: 'foreign-rows' }>,
): CatalogContent | undefined {
  const models = new Map<string, { readonly key: string; readonly rows: Map<string, CatalogRow> }>();
  const strangers: Stranger[] = [];
  for (const [index, row] of rows.entries()) {
    const named = isObject(row) ? findNames(row) : undefined;
    if (!isObject(row) || named === undefined) {
      if (strangers.length < 50)
        strangers.push({ name: `row ${index + 1}`, why: 'it names no model and version' });
      continue;
    }
    const model = makeSafeText(named.model);
    const found = models.get(model) ?? { key: named.model, rows: new Map<string, CatalogRow>() };
    models.set(model, found);
    addRow(found.rows, named, row);
  }
  if (models.size === 0) return undefined;
  const result = new Map<string, CatalogModel>(
    [...models].map(([model, { key, rows: versions }]) => [
      model,
      { model, key, metadata: {}, rows: versions },
    ]),
  );
  return {
    shape: 'foreign-rows',
    models: result,
    pointers: findPointers(beside, result),
    strangers,
    unwritable: {
      code: 'capability-missing',
      problem: `${makeSafeText(name)} is the file of another program: it lists versions in rows. It can only be read.`,
      hint: 'Change it with the program that wrote it.',
    },
  };
}

type Names = { readonly model: string; readonly version: string };

/** Both names of a row; undefined when it has not both. Pure. */
function findNames(row: JsonObject): Names | undefined {
  const version = findText(row, versionFields);
  if (version === undefined) return undefined;
  const model = findText(row, modelFields);
  if (model !== undefined) return { model, version };
  const parts = typeof row['model_version'] === 'string' ? splitNames(row['model_version']) : undefined;
  return parts;
}

/** `lgbm_v2.2` as a model and a version; undefined for a text that is not both. Pure. */
function splitNames(text: string): Names | undefined {
  const parts = /^(.{1,200}?)[_:@-](v?[0-9][^_:@]{0,100})$/s.exec(text);
  return parts?.[1] === undefined || parts[2] === undefined
    ? undefined
    : { model: parts[1], version: parts[2] };
}

function findText(row: JsonObject, fields: readonly string[]): string | undefined {
  for (const field of fields) {
    const value: Json | undefined = row[field];
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  }
  return undefined;
}

function addRow(rows: Map<string, CatalogRow>, { version: key }: Names, fields: JsonObject): void {
  const version = makeSafeText(key);
  const oddities = rows.has(version) ? ['it stands twice in the file; the last row counts'] : [];
  rows.set(version, { version, key, fields, oddities });
}

function findPointers(
  beside: JsonObject,
  models: ReadonlyMap<string, CatalogModel>,
): readonly ForeignPointer[] {
  return pointerWords.flatMap(word => {
    const text = beside[word];
    if (typeof text !== 'string') return [];
    const { model, version } = splitNames(text) ?? { model: '', version: text };
    return models.get(model)?.rows.has(version) ? [{ alias: word, model, version }] : [];
  });
}
