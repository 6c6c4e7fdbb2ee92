import type { ReadOptions } from '../../core/ports/registry.ts';
import type { Version, VersionRecord } from '../../core/registry/version.ts';
import type { CatalogRow, CatalogShape } from './catalog-content.ts';
import type { CatalogReadingContext } from './catalog-context.ts';
import { findReadable } from './find-readable.ts';
import { parseForeignRow } from './parse-foreign-row.ts';
import { type NamedRow, parseRow } from './parse-row.ts';
import { joinRow } from './version-row.ts';

/**
 * The records of versions, in the order asked: what the file says, and for versions we registered what it has lost. One that neither
 * knows is incomplete, one whose row is no object damaged.
 */
export async function loadCatalogVersions(
  context: CatalogReadingContext,
  model: string,
  versions: readonly string[],
  options: ReadOptions,
): Promise<readonly Version[]> {
  options.signal?.throwIfAborted();
  const content = await findReadable(context);
  const rows = content?.models.get(model)?.rows;
  const own = await context.records.recall(model, versions, options.signal);
  return versions.map(version => {
    const row = rows?.get(version);
    const record = own.get(version);
    if (row !== undefined && record === undefined && row.problem === undefined)
      return describeLazily(content?.shape, model, row);
    const joined = joinRow(context.places.fileName, row, record);
    if (joined.found === 'nothing') return { model, version, whole: 'incomplete' };
    if (joined.found === 'unusable') return { model, version, whole: 'damaged', problem: joined.problem };
    const { fields, oddities } = joined;
    return { model, version, whole: 'complete', record: parseRow({ model, version, fields, oddities }) };
  });
}

/** Of thousands that are loaded most are asked for nothing but their name. */
function describeLazily(shape: CatalogShape | undefined, model: string, row: CatalogRow): Version {
  return {
    model,
    version: row.version,
    whole: 'complete',
    get record() {
      return makeOnce(shape, model, row);
    },
  };
}

function makeOnce(shape: CatalogShape | undefined, model: string, row: CatalogRow): VersionRecord {
  if (row.record !== undefined) return row.record;
  const named: NamedRow = { model, version: row.version, fields: row.fields, oddities: row.oddities };
  const isForeign = shape === 'foreign-models' || shape === 'foreign-rows';
  row.record = isForeign ? parseForeignRow(named) : parseRow(named);
  return row.record;
}
