import { type Answer, answerEmpty, answerJson, refusals } from './answer.ts';
import type { Call } from './call.ts';
import { parseConditions, parseGeneration, requireReadConditions } from './conditions.ts';
import { parseReadRange } from './content-range.ts';
import { listObjects } from './list-objects.ts';
import { describeObject, etagOf } from './object-document.ts';
import { type ApiRequest, headerOf, parseJsonObject } from './request.ts';
import { requireBucket, type Storage } from './storage.ts';
import { parseSettings, type StoredObject } from './stored-object.ts';

/** Where an object is. */
export type ObjectPlace = { readonly bucket: string; readonly name: string };

/** GET of all objects of a bucket, by page. */
export function openList(storage: Storage, bucket: string, request: ApiRequest): Call {
  const run = (): Answer => {
    const page = listObjects(requireBucket(storage, bucket), request);
    const items = page.objects.map(row => describeObject(row.object, request.baseUrl, row.deletedAt));
    return answerJson(200, {
      kind: 'storage#objects',
      nextPageToken: page.nextPageToken,
      prefixes: page.prefixes.length > 0 ? page.prefixes : undefined,
      items: items.length > 0 ? items : undefined,
    });
  };
  const name = request.query.get('prefix') ?? '';
  return { kind: 'list', name, expectGeneration: undefined, run };
}

/** GET of the document of an object. */
export function openFind(storage: Storage, place: ObjectPlace, request: ApiRequest): Call {
  const run = (): Answer => {
    const object = requireObject(storage, place, request);
    return answerJson(200, describeObject(object, request.baseUrl), { etag: etagOf(object) });
  };
  return { kind: 'find', name: place.name, expectGeneration: expectedOf(request), run };
}

/** GET of the bytes of an object, or of a range of them. */
export function openRead(storage: Storage, place: ObjectPlace, request: ApiRequest): Call {
  const run = (): Answer => {
    const object = requireObject(storage, place, request);
    const headers = describeBytes(object);
    const size = object.body.byteLength;
    const range = parseReadRange(headerOf(request, 'range'), size);
    if (range === 'none')
      return { ...answerEmpty(416, { 'content-range': `bytes */${size}` }), body: Buffer.from('Bad range') };
    if (range === 'all') return { status: 200, headers, body: object.body };
    const contentRange = `bytes ${range.start}-${range.end - 1}/${size}`;
    const body = object.body.subarray(range.start, range.end);
    return { status: 206, headers: { ...headers, 'content-range': contentRange }, body };
  };
  return { kind: 'read', name: place.name, expectGeneration: expectedOf(request), run };
}

/** PATCH (changes what is named) or PUT (replaces all) of the settings of an object. */
export function openChange(storage: Storage, place: ObjectPlace, request: ApiRequest): Call {
  const run = (): Answer => {
    const bucket = requireBucket(storage, place.bucket);
    const document = parseJsonObject(request.body);
    const changed = bucket.change(place.name, askedOf(request), parseConditions(request.query), before =>
      parseSettings(document, request.method === 'PATCH' ? before : undefined),
    );
    return answerJson(200, describeObject(changed, request.baseUrl));
  };
  return { kind: 'write', name: place.name, expectGeneration: expectedOf(request), run };
}

/** DELETE of an object, or of the generation that is named. */
export function openRemove(storage: Storage, place: ObjectPlace, request: ApiRequest): Call {
  const run = (): Answer => {
    const bucket = requireBucket(storage, place.bucket);
    bucket.remove(place.name, askedOf(request), parseConditions(request.query));
    return answerEmpty(204);
  };
  return { kind: 'remove', name: place.name, expectGeneration: expectedOf(request), run };
}

/** `ifGenerationMatch` as it was sent. */
export function expectedOf(request: ApiRequest): string | undefined {
  return request.query.get('ifGenerationMatch') ?? undefined;
}

function askedOf(request: ApiRequest): number | undefined {
  return parseGeneration(request.query.get('generation'));
}

function requireObject(storage: Storage, place: ObjectPlace, request: ApiRequest): StoredObject {
  const object = requireBucket(storage, place.bucket).generations.find(place.name, askedOf(request));
  if (object === undefined) throw refusals.noObject(place.bucket, place.name);
  requireReadConditions(parseConditions(request.query), object);
  return object;
}

function describeBytes(object: StoredObject): Readonly<Record<string, string>> {
  const hashes = [`crc32c=${object.crc32c}`, ...(object.md5 === undefined ? [] : [`md5=${object.md5}`])];
  const headers: Record<string, string> = {
    'content-type': object.contentType ?? 'application/octet-stream',
    'accept-ranges': 'bytes',
    etag: etagOf(object),
    'last-modified': new Date(object.updatedAt).toUTCString(),
    'x-goog-generation': String(object.generation),
    'x-goog-metageneration': String(object.metageneration),
    'x-goog-hash': hashes.join(','),
    'x-goog-storage-class': 'STANDARD',
    'x-goog-stored-content-encoding': object.contentEncoding ?? 'identity',
    'x-goog-stored-content-length': String(object.body.byteLength),
  };
  if (object.cacheControl !== undefined) headers['cache-control'] = object.cacheControl;
  if (object.contentEncoding !== undefined) headers['content-encoding'] = object.contentEncoding;
  if (object.contentDisposition !== undefined) headers['content-disposition'] = object.contentDisposition;
  return headers;
}
