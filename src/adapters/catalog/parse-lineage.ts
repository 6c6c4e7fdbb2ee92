import type { Json } from '../../core/history/canonical-json.ts';
import type { LineageReading, LineageRow } from '../../core/ports/lineage.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { parsePythonJson } from '../files/parse-python-json.ts';
import { isNoJson, type JsonObject } from '../files/read-json.ts';
import { isObject, objectOf } from './json-kind.ts';
import { readText, readTexts, readTime } from './row-fields.ts';

/** Most rows that are read; what is beyond is left out and said. */
const maxRows = 200_000;

/** What a file of lineage says. */
export type LineageContent = LineageReading & {
  /** It is no JSON any more, as a write that was cut off leaves it. */
  readonly isTorn?: boolean;
};

/**
 * S2's lineage file: `{version, updated_at, lineages: {model: {created_at, versions: {…}}}}`, or the lineages alone. What is wrong with a
 * row is left out; a file without lineages says why. Pure; never throws.
 * @param name how the file is called, for people
 */
export function parseLineage(name: string, bytes: Uint8Array): LineageContent {
  const target = makeSafeText(name);
  const refuse = (problem: string, isTorn = false): LineageContent => ({
    ...{ target, rows: [], problem: `${target} ${problem}` },
    isTorn,
  });
  const reading = parsePythonJson(bytes, { onRepeatedKey: () => undefined });
  if (!reading.ok) return refuse(`is ${reading.problem}`, isNoJson(reading.fault));
  const root = reading.value as Json;
  const lineages = isObject(root) && isObject(root['lineages']) ? root['lineages'] : root;
  if (!isObject(lineages)) return refuse('is no object, so it holds no lineage');
  const models = Object.entries(lineages);
  if (lineages === root && models.length > 0 && !models.some(([, value]) => hasVersions(value)))
    return refuse('holds no lineages');
  const rows: LineageRow[] = [];
  for (const [model, lineage] of models) {
    if (!hasVersions(lineage)) continue;
    for (const [version, row] of Object.entries(objectOf(objectOf(lineage)['versions']))) {
      if (rows.length === maxRows)
        return { target, rows, problem: `${target} has more than ${maxRows} versions; the rest is left out` };
      if (isObject(row)) rows.push(parseLineageRow(makeSafeText(model), makeSafeText(version), row));
    }
  }
  return { target, rows, problem: undefined };
}

function hasVersions(value: Json): boolean {
  return isObject(value) && isObject(value['versions']);
}

/** A field of a wrong type is as if it were not there: a version has nothing else to say it on. */
function parseLineageRow(model: string, version: string, row: JsonObject): LineageRow {
  const unsaid: string[] = [];
  const sources = row['training_data'] === undefined ? 'training_data_sources' : 'training_data';
  return {
    model,
    version,
    createdAt: readTime(row, 'created_at', unsaid),
    parent: readText(row, 'parent_version', unsaid),
    baseModel: readText(row, 'base_model', unsaid),
    dataSources: readTexts(row[sources], sources, unsaid),
    gitCommit: readText(row, 'git_commit', unsaid),
    notes: readText(row, 'notes', unsaid),
  };
}
