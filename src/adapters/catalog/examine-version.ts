import { hash } from 'node:crypto';
import { dirname, isAbsolute, join } from 'node:path';
import { NotFoundError } from '../../core/errors/app-error.ts';
import { formatCanonicalJson, type Json } from '../../core/history/canonical-json.ts';
import type { FileHash } from '../files/hash-file.ts';
import type { JsonObject, Reading } from '../files/read-json.ts';
import type { CatalogReadingContext } from './catalog-context.ts';
import { findReadable } from './find-readable.ts';
import { isObject } from './json-kind.ts';
import type { StoredRecord } from './version-record-files.ts';
import { joinRow } from './version-row.ts';

/** What is on record of a version: what verdicts on it stand on. */
export type ExaminedVersion = {
  readonly fields: JsonObject;
  /** Of what the file says of it and no move changes. */
  readonly row: FileHash;
  /** The record of its registration; undefined for a version another program registered. */
  readonly own: StoredRecord | undefined;
  /** Why there is none though its file is there. */
  readonly ownProblem: string | undefined;
};

/**
 * What is on record of a version, read now.
 * @throws NotFoundError version-not-found, also for one of which nothing can be read
 */
export async function examineVersion(
  context: CatalogReadingContext,
  model: string,
  version: string,
): Promise<ExaminedVersion> {
  const content = await findReadable(context);
  const stored = await context.records.read(model, version);
  const own: Reading<JsonObject> | undefined =
    stored.found === 'nothing'
      ? undefined
      : stored.found === 'record'
        ? { ok: true, value: stored.record.fields }
        : { ok: false, fault: 'unreadable', problem: stored.problem };
  const joined = joinRow(context.places.fileName, content?.models.get(model)?.rows.get(version), own);
  if (joined.found !== 'row') throw versionNotFound(model, version);
  return {
    fields: joined.fields,
    row: hashRow(joined.fields),
    own: stored.found === 'record' ? stored.record : undefined,
    ownProblem: stored.found === 'unusable' ? stored.problem : undefined,
  };
}

/** The same; undefined for a version that is not there. */
export async function findVersion(
  context: CatalogReadingContext,
  model: string,
  version: string,
): Promise<ExaminedVersion | undefined> {
  try {
    return await examineVersion(context, model, version);
  } catch (thrown) {
    if (thrown instanceof NotFoundError) return undefined;
    throw thrown;
  }
}

/** Nothing of that name is there. Pure. */
export function versionNotFound(model: string, version: string): NotFoundError {
  return new NotFoundError('version-not-found', `${model} has no version ${version}.`, {
    data: { model, version },
  });
}

/** What moves and descriptions change. Scores stay in: a verdict counts only while they are what they were. */
const movingFields: ReadonlySet<string> = new Set([
  'status',
  'deployed',
  'deployed_at',
  'deployment_notes',
  'tags',
  'notes',
  'lastgood',
]);

/** The digest of what a row says that no move changes: the same however it is written. Pure. */
export function hashRow(fields: JsonObject): FileHash {
  const lasting = Object.entries(fields).filter(([key]) => !movingFields.has(key));
  const bytes = new TextEncoder().encode(formatCanonicalJson(spellNumbers(Object.fromEntries(lasting))));
  return { sha256: hash('sha256', bytes), sizeBytes: bytes.length };
}

/** JSON has no word for NaN and the infinities, which Python writes. */
function spellNumbers(value: Json): Json {
  if (typeof value === 'number') return Number.isFinite(value) ? value : `${value}`;
  if (Array.isArray(value)) return value.map(spellNumbers);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, spellNumbers(member)]));
}

/** Where a path of a row leads: S2 writes whole paths; others are taken from the folder of the file. Pure. */
export function placeOnDisk({ places }: Pick<CatalogReadingContext, 'places'>, path: string): string {
  return isAbsolute(path) ? path : join(dirname(places.file), path);
}
