import { type Answer, answerJson, Refusal, refusals } from './answer.ts';
import type { Bucket } from './bucket.ts';
import type { Call } from './call.ts';
import { parseConditions, requireConditions } from './conditions.ts';
import { parseMultipart } from './multipart.ts';
import { describeObject } from './object-document.ts';
import { type ApiRequest, headerOf, parseJsonObject } from './request.ts';
import { beginUpload, continueUpload, type Upload, type UploadStart } from './resumable-uploads.ts';
import { requireBucket, type Storage } from './storage.ts';
import { draftObject, parseSettings } from './stored-object.ts';

/**
 * Reads a POST or PUT under `/upload/`: a whole object in one request, or a step of a resumable upload.
 * @throws Refusal
 */
export function openUpload(storage: Storage, bucketName: string, request: ApiRequest): Call {
  const id = request.query.get('upload_id');
  if (id !== null) return openUploadStep(storage, id, request);
  const bucket = (): Bucket => requireBucket(storage, bucketName);
  const type = request.query.get('uploadType');
  if (type === 'resumable') return openResumable(storage, bucketName, request);
  const { document, body } = type === 'multipart' ? readMultipart(request) : readMedia(request, type);
  const start = readStart(bucketName, document, request);
  const run = (): Answer => answerJson(200, commit(bucket(), start, body, request));
  return { kind: 'write', name: start.name, expectGeneration: start.expectGeneration, run };
}

function openResumable(storage: Storage, bucketName: string, request: ApiRequest): Call {
  const document = { ...parseJsonObject(request.body) };
  document['contentType'] ??= headerOf(request, 'x-upload-content-type');
  const start = readStart(bucketName, document, request);
  const run = (): Answer => {
    const bucket = requireBucket(storage, bucketName);
    requireConditions(start.conditions, bucket.generations.find(start.name));
    draftObject(start.name, Buffer.alloc(0), parseSettings(document));
    return beginUpload(storage.uploads, start, request.baseUrl);
  };
  return { kind: 'write', name: start.name, expectGeneration: start.expectGeneration, run };
}

function openUploadStep(storage: Storage, id: string, request: ApiRequest): Call {
  const upload: Upload | undefined = storage.uploads.get(id);
  const run = (): Answer => {
    if (upload === undefined || !storage.uploads.has(id))
      throw new Refusal(404, 'notFound', `No such upload: ${id}`);
    const bucket = requireBucket(storage, upload.start.bucket);
    const document = { ...upload.start.document, ...readHashHeaders(request) };
    const finish = (body: Buffer) => commit(bucket, { ...upload.start, document }, body, request);
    return continueUpload(storage.uploads, upload, request, finish);
  };
  const kind = request.method === 'DELETE' ? 'other' : 'write';
  const start = upload?.start;
  const runPartly = upload === undefined ? undefined : run;
  return { kind, name: start?.name, expectGeneration: start?.expectGeneration, run, runPartly };
}

function readMedia(request: ApiRequest, type: string | null) {
  if (type !== 'media') throw refusals.invalid(`Invalid upload type: ${type}`);
  const contentType = headerOf(request, 'content-type');
  return { document: contentType === undefined ? {} : { contentType }, body: request.body };
}

function readMultipart(request: ApiRequest) {
  const parts = parseMultipart(headerOf(request, 'content-type') ?? '', request.body);
  const [first, media] = parts;
  if (first === undefined || media === undefined || parts.length !== 2)
    throw refusals.invalid(`Expected two parts, found ${parts.length}.`);
  const document = { ...parseJsonObject(first.body) };
  document['contentType'] ??= media.contentType;
  return { document, body: media.body };
}

function readStart(
  bucket: string,
  document: Readonly<Record<string, unknown>>,
  request: ApiRequest,
): UploadStart {
  const name = request.query.get('name') ?? document['name'];
  if (typeof name !== 'string') throw new Refusal(400, 'required', 'Required parameter: name');
  return {
    bucket,
    name,
    document: { ...readHashHeaders(request), ...document },
    conditions: parseConditions(request.query),
    expectGeneration: request.query.get('ifGenerationMatch') ?? undefined,
  };
}

/** `x-goog-hash: crc32c=…,md5=…` and Content-MD5 say what the fields of the same meaning say. */
function readHashHeaders(request: ApiRequest): Readonly<Record<string, string>> {
  const hashes = headerOf(request, 'x-goog-hash') ?? '';
  const md5Hash = /md5=([^,\s]+)/.exec(hashes)?.[1] ?? headerOf(request, 'content-md5');
  const crc32c = /crc32c=([^,\s]+)/.exec(hashes)?.[1];
  return { ...(md5Hash ? { md5Hash } : {}), ...(crc32c ? { crc32c } : {}) };
}

function commit(
  bucket: Bucket,
  start: UploadStart,
  body: Buffer,
  request: ApiRequest,
): Readonly<Record<string, unknown>> {
  const draft = draftObject(start.name, body, parseSettings(start.document));
  requireHash('MD5', start.document['md5Hash'], draft.md5);
  requireHash('CRC32C', start.document['crc32c'], draft.crc32c);
  return describeObject(bucket.write(draft, start.conditions), request.baseUrl);
}

function requireHash(kind: 'MD5' | 'CRC32C', provided: unknown, calculated: string | undefined): void {
  if (typeof provided !== 'string' || provided === calculated) return;
  const hash = `${kind} hash "${calculated}"`;
  throw refusals.invalid(`Provided ${kind} hash "${provided}" doesn't match calculated ${hash}.`);
}
