import type { Json } from '../../core/history/canonical-json.ts';
import type { Artifact, VersionRecord } from '../../core/registry/version.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { parsePythonTime } from '../files/python-time.ts';
import { isObject } from './json-kind.ts';
import type { NamedRow } from './parse-row.ts';
import { parseScores } from './parse-scores.ts';
import { describeValue, readTexts } from './row-fields.ts';

/** Fields that name a model or version, and are no facts of it. */
const nameFields: ReadonlySet<string> = new Set(['model_name', 'model', 'version']);
const timeFields = ['created_at', 'timestamp', 'trained_at', 'registered_at', 'registration_time', 'date'];
const pathFields: ReadonlySet<string> = new Set(['path', 'model_path', 'artifacts', 'artifact_path']);

/** Most fields of a row that are read; what is beyond is left out and said. */
const maxFields = 1000;

/**
 * A row of another program as a record: its numbers are metrics, its texts are shown by their names, and what it calls paths are
 * files. Pure; never throws.
 */
export function parseForeignRow({ model, version, fields, oddities: known }: NamedRow): VersionRecord {
  const oddities = [...known];
  const timeField = timeFields.find(field => typeof fields[field] === 'string');
  const time = timeField === undefined ? undefined : parsePythonTime(String(fields[timeField]));
  if (time === undefined) oddities.push('no readable time');
  const numbers: Record<string, Json> = Object.create(null);
  const particulars: [string, string][] = [];
  const artifacts: Artifact[] = [];
  for (const [key, value] of Object.entries(fields).slice(0, maxFields)) {
    if (nameFields.has(key) || key === timeField || key === 'tags' || key === 'notes') continue;
    if (pathFields.has(key)) artifacts.push(...readPaths(value));
    else if (typeof value === 'number' || isObject(value)) numbers[key] = keepNumbers(value);
    else {
      const shown = describeValue(value);
      if (shown !== undefined) particulars.push([makeSafeText(key, { limit: 80 }), shown]);
    }
  }
  if (Object.keys(fields).length > maxFields) oddities.push(`it has more than ${maxFields} fields`);
  return {
    model,
    version,
    createdAt: time,
    metrics: parseScores(numbers, oddities),
    configuration: {},
    artifacts,
    parent: undefined,
    notes: describeValue(fields['notes']),
    tags: readTexts(fields['tags'], 'tags', oddities),
    particulars,
    oddities,
  };
}

/** In an object of another program anything may stand beside the numbers; nothing of it is odd. */
function keepNumbers(value: Json): Json {
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([, member]) => typeof member === 'number' || isObject(member));
  return Object.fromEntries(kept.map(([key, member]) => [key, keepNumbers(member)]));
}

function readPaths(value: Json): readonly Artifact[] {
  const paths = Array.isArray(value) ? value.slice(0, 100) : [value];
  return paths.flatMap(path =>
    typeof path === 'string' && path !== ''
      ? [{ name: makeSafeText(path), role: 'weights', sha256: undefined, sizeBytes: undefined } as const]
      : [],
  );
}
