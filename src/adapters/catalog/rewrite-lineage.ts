import type { LineageRow } from '../../core/ports/lineage.ts';
import { findObject, makeLossless, setMember } from '../files/lossless-edit.ts';
import type { LosslessObject } from '../files/lossless-json.ts';
import { formatPythonTime } from '../files/python-time.ts';
import type { JsonObject } from '../files/read-json.ts';
import { makeLineageRow } from './s2-row.ts';

const empty: LosslessObject = { is: 'object', members: [] };

/** A file of lineage that has no model yet, as S2 writes it. Pure. */
export function emptyLineage(): LosslessObject {
  return makeLossless({ version: '1.0', updated_at: '', lineages: {} }) as LosslessObject;
}

/** Versions, of those with a record of ours, that the file of lineage lacks. Pure. @param rows what the file says */
export function listWithoutLineage(
  rows: readonly Pick<LineageRow, 'model' | 'version'>[],
  model: string,
  versions: readonly string[],
): readonly string[] {
  const standing = new Set(rows.flatMap(row => (row.model === model ? [row.version] : [])));
  return versions.filter(version => !standing.has(version));
}

/** A file of lineage with a row for each of these versions; what stands there is never changed. Pure. @param records by version */
export function rewriteLineage(
  root: LosslessObject,
  model: string,
  records: ReadonlyMap<string, JsonObject>,
  now: string,
): LosslessObject {
  if (records.size === 0) return root;
  const at = formatPythonTime(now);
  const lineages = findObject(root, 'lineages') ?? empty;
  const standing =
    findObject(lineages, model) ?? (makeLossless({ created_at: at, versions: {} }) as LosslessObject);
  let rows = findObject(standing, 'versions') ?? empty;
  for (const [version, record] of records) {
    if (rows.members.some(({ key }) => key === version)) continue;
    rows = setMember(rows, version, makeLossless(makeLineageRow(record)));
  }
  const models = setMember(lineages, model, setMember(standing, 'versions', rows));
  if (models === lineages) return root;
  return setMember(setMember(root, 'updated_at', makeLossless(at)), 'lineages', models);
}
