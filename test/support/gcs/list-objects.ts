import { refusals } from './answer.ts';
import type { Bucket } from './bucket.ts';
import { parseMatchGlob } from './match-glob.ts';
import { compareNames, findPlace } from './name-order.ts';
import { type ApiRequest, isRecord, isTrue } from './request.ts';
import type { StoredObject } from './stored-object.ts';

type Row =
  | { readonly is: 'object'; readonly object: StoredObject; readonly deletedAt?: string }
  | { readonly is: 'prefix'; readonly prefix: string };

/** A page of objects and of the prefixes that stand for those behind a delimiter. */
export type ListedPage = {
  readonly objects: readonly Extract<Row, { is: 'object' }>[];
  readonly prefixes: readonly string[];
  readonly nextPageToken: string | undefined;
};

/** The row a page ended with; a prefix has generation 0. */
type Place = { readonly name: string; readonly generation: number };

type ListQuery = {
  readonly prefix: string;
  readonly delimiter: string;
  readonly withTrailingDelimiter: boolean;
  readonly start: string;
  readonly end: string | undefined;
  readonly glob: RegExp | undefined;
  readonly withVersions: boolean;
  readonly limit: number;
  readonly after: Place | undefined;
};

/** A page has at most this many rows, whatever was asked for. */
const pageLimit = 1000;

/** One page of a bucket, in order of UTF-8 bytes, as the query asks. @throws Refusal 400 */
export function listObjects(bucket: Bucket, request: ApiRequest): ListedPage {
  const query = parseListQuery(request.query);
  const rows: Row[] = [];
  for (const row of walk(bucket, query)) {
    if (rows.length === query.limit) return makePage(rows, true);
    rows.push(row);
  }
  return makePage(rows, false);
}

function parseListQuery(query: URLSearchParams): ListQuery {
  const maxResults = query.get('maxResults') ?? String(pageLimit);
  if (!/^\d+$/.test(maxResults)) throw refusals.invalid(`Invalid value: ${maxResults}`);
  const glob = query.get('matchGlob');
  const token = query.get('pageToken');
  return {
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') ?? '',
    withTrailingDelimiter: isTrue(query.get('includeTrailingDelimiter')),
    start: query.get('startOffset') ?? '',
    end: query.get('endOffset') || undefined,
    glob: glob ? parseMatchGlob(glob) : undefined,
    withVersions: isTrue(query.get('versions')),
    limit: Math.min(Number(maxResults) || pageLimit, pageLimit),
    after: token ? parsePlace(token) : undefined,
  };
}

function* walk(bucket: Bucket, query: ListQuery): Generator<Row> {
  const names = query.withVersions ? bucket.generations.listNames() : bucket.generations.names;
  const first = [query.prefix, query.start, query.after?.name ?? ''].sort(compareNames).at(-1) ?? '';
  let prefixBefore = query.after?.name.endsWith(query.delimiter) ? query.after.name : undefined;
  for (let at = findPlace(names, first); at < names.length; at += 1) {
    const name = names[at] ?? '';
    if (!name.startsWith(query.prefix) || isBeyond(name, query.end)) return;
    if (query.glob?.test(name) === false) continue;
    const prefix = prefixOf(name, query);
    if (prefix !== undefined && prefix !== prefixBefore) yield { is: 'prefix', prefix };
    prefixBefore = prefix ?? prefixBefore;
    if (prefix === undefined || (query.withTrailingDelimiter && name === prefix))
      yield* listRowsOf(bucket, name, query);
  }
}

function isBeyond(name: string, end: string | undefined): boolean {
  return end !== undefined && compareNames(name, end) >= 0;
}

function prefixOf(name: string, query: ListQuery): string | undefined {
  if (query.delimiter === '') return undefined;
  const at = name.indexOf(query.delimiter, query.prefix.length);
  return at < 0 ? undefined : name.slice(0, at + query.delimiter.length);
}

function* listRowsOf(bucket: Bucket, name: string, query: ListQuery): Generator<Row> {
  const isNew = (object: StoredObject): boolean =>
    query.after?.name !== name || object.generation > query.after.generation;
  if (query.withVersions) {
    for (const kept of bucket.generations.listKept(name))
      if (isNew(kept.object)) yield { is: 'object', ...kept };
    return;
  }
  const object = bucket.generations.find(name);
  const isSeen = query.after?.name === name && query.after.generation > 0;
  if (object !== undefined && !isSeen) yield { is: 'object', object };
}

function makePage(rows: readonly Row[], hasMore: boolean): ListedPage {
  const last = rows.at(-1);
  return {
    objects: rows.filter(row => row.is === 'object'),
    prefixes: rows.flatMap(row => (row.is === 'prefix' ? row.prefix : [])),
    nextPageToken: hasMore && last !== undefined ? formatPlace(last) : undefined,
  };
}

function formatPlace(row: Row): string {
  const place: Place =
    row.is === 'prefix'
      ? { name: row.prefix, generation: 0 }
      : { name: row.object.name, generation: row.object.generation };
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

function parsePlace(token: string): Place {
  try {
    const place: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    if (isRecord(place) && typeof place['name'] === 'string' && typeof place['generation'] === 'number')
      return { name: place['name'], generation: place['generation'] };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw refusals.invalid('Invalid page token');
}
