import { type Answer, answerJson, refusals } from './answer.ts';
import type { Call } from './call.ts';
import { parseConditions, parseGeneration, requireConditions } from './conditions.ts';
import { expectedOf, type ObjectPlace } from './object-calls.ts';
import { describeObject } from './object-document.ts';
import { type ApiRequest, isRecord, parseJsonObject } from './request.ts';
import { requireBucket, type Storage } from './storage.ts';
import { draftObject, parseSettings, type StoredObject } from './stored-object.ts';

/**
 * POST `rewriteTo` or `copyTo`: a copy within the storage, made at once. Settings that are sent replace the
 * source's.
 */
export function openCopy(
  storage: Storage,
  from: ObjectPlace,
  to: ObjectPlace,
  request: ApiRequest,
  style: 'rewrite' | 'copy',
): Call {
  const run = (): Answer => {
    const generation = parseGeneration(request.query.get('sourceGeneration'));
    const source = requireBucket(storage, from.bucket).generations.find(from.name, generation);
    const target = requireBucket(storage, to.bucket);
    if (source === undefined) throw refusals.noObject(from.bucket, from.name);
    requireConditions(parseConditions(request.query, 'source'), source);
    const document = parseJsonObject(request.body);
    const settings = Object.keys(document).length === 0 ? source : parseSettings(document);
    const { md5, crc32c, componentCount } = source;
    const draft = { ...draftObject(to.name, source.body, parseSettings({}, settings)), md5, crc32c };
    const copy = target.write({ ...draft, componentCount }, parseConditions(request.query));
    const resource = describeObject(copy, request.baseUrl);
    if (style === 'copy') return answerJson(200, resource);
    const size = String(copy.body.byteLength);
    const sizes = { totalBytesRewritten: size, objectSize: size };
    return answerJson(200, { kind: 'storage#rewriteResponse', ...sizes, done: true, resource });
  };
  return { kind: 'write', name: to.name, expectGeneration: expectedOf(request), run };
}

/** POST `compose`: one object of up to 32. It has no md5, whatever the client sends as one. */
export function openCompose(storage: Storage, to: ObjectPlace, request: ApiRequest): Call {
  const run = (): Answer => {
    const bucket = requireBucket(storage, to.bucket);
    const { sourceObjects, destination } = parseJsonObject(request.body);
    const isListed = Array.isArray(sourceObjects) && sourceObjects.length > 0 && sourceObjects.length <= 32;
    if (!isListed) throw refusals.invalid('The number of source components provided must be 1 to 32.');
    const sources = sourceObjects.map(source => findSource(storage, to.bucket, source));
    const settings = parseSettings(isRecord(destination) ? destination : {});
    const draft = draftObject(to.name, Buffer.concat(sources.map(source => source.body)), settings);
    const componentCount = sources.reduce((sum, source) => sum + (source.componentCount ?? 1), 0);
    const composed = { ...draft, md5: undefined, componentCount };
    const object = bucket.write(composed, parseConditions(request.query));
    return answerJson(200, describeObject(object, request.baseUrl));
  };
  return { kind: 'write', name: to.name, expectGeneration: expectedOf(request), run };
}

function findSource(storage: Storage, bucket: string, source: unknown): StoredObject {
  const { name, generation, objectPreconditions } = isRecord(source) ? source : {};
  if (typeof name !== 'string') throw refusals.invalid('A source object has no name.');
  const asked = generation === undefined ? undefined : parseGeneration(String(generation));
  const found = requireBucket(storage, bucket).generations.find(name, asked);
  if (found === undefined) throw refusals.noObject(bucket, name);
  const expected = isRecord(objectPreconditions) ? objectPreconditions['ifGenerationMatch'] : undefined;
  if (expected !== undefined && String(expected) !== String(found.generation))
    throw refusals.conditionNotMet();
  return found;
}
