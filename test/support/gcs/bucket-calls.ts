import { type Answer, answerEmpty, answerJson, Refusal, refusals } from './answer.ts';
import type { Call } from './call.ts';
import { describeBucket } from './object-document.ts';
import { type ApiRequest, isRecord, parseJsonObject } from './request.ts';
import { requireBucket, type Storage } from './storage.ts';

/** `/b`: all buckets, or a new one. */
export function openBuckets(storage: Storage, request: ApiRequest): Call {
  return other(() => {
    if (request.method === 'GET') {
      const items = [...storage.buckets.values()].map(bucket => describeBucket(bucket, request.baseUrl));
      return answerJson(200, { kind: 'storage#buckets', items });
    }
    const { name } = parseJsonObject(request.body);
    if (typeof name !== 'string' || name === '') throw refusals.invalid('Required parameter: name');
    if (storage.buckets.has(name)) throw new Refusal(409, 'conflict', 'Your previous request succeeded.');
    return answerJson(200, describeBucket(storage.addBucket(name), request.baseUrl));
  });
}

/** `/b/{bucket}`: its document, whether generations are kept, its end. */
export function openBucket(storage: Storage, name: string, request: ApiRequest): Call {
  return other(() => {
    const bucket = requireBucket(storage, name);
    if (request.method === 'DELETE') {
      if (bucket.generations.names.length > 0)
        throw new Refusal(409, 'conflict', 'The bucket you tried to delete is not empty.');
      storage.buckets.delete(name);
      return answerEmpty(204);
    }
    if (request.method !== 'GET') {
      const { versioning } = parseJsonObject(request.body);
      if (isRecord(versioning)) bucket.isVersioned = versioning['enabled'] === true;
    }
    return answerJson(200, describeBucket(bucket, request.baseUrl));
  });
}

/** `/b/{bucket}/storageLayout`: where it is, as gcloud asks before it moves or deletes. */
export function openStorageLayout(storage: Storage, name: string): Call {
  return other(() => {
    const bucket = requireBucket(storage, name);
    return answerJson(200, {
      kind: 'storage#storageLayout',
      bucket: bucket.name,
      location: 'EU',
      locationType: 'multi-region',
      hierarchicalNamespace: { enabled: false },
    });
  });
}

function other(run: () => Answer): Call {
  return { kind: 'other', name: undefined, expectGeneration: undefined, run };
}
