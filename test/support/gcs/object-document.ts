import type { Bucket } from './bucket.ts';
import type { StoredObject } from './stored-object.ts';

/** The document the JSON API shows of an object. `baseUrl` is how the client named the server. */
export function describeObject(
  object: StoredObject,
  baseUrl: string,
  deletedAt?: string,
): Readonly<Record<string, unknown>> {
  const path = `b/${encodeURIComponent(object.bucket)}/o/${encodeURIComponent(object.name)}`;
  const generation = String(object.generation);
  return {
    kind: 'storage#object',
    id: `${object.bucket}/${object.name}/${generation}`,
    selfLink: `${baseUrl}/storage/v1/${path}`,
    mediaLink: `${baseUrl}/download/storage/v1/${path}?generation=${generation}&alt=media`,
    name: object.name,
    bucket: object.bucket,
    generation,
    metageneration: String(object.metageneration),
    contentType: object.contentType,
    contentEncoding: object.contentEncoding,
    contentDisposition: object.contentDisposition,
    contentLanguage: object.contentLanguage,
    cacheControl: object.cacheControl,
    customTime: object.customTime,
    storageClass: 'STANDARD',
    size: String(object.body.byteLength),
    md5Hash: object.md5,
    crc32c: object.crc32c,
    componentCount: object.componentCount,
    etag: etagOf(object),
    timeCreated: object.createdAt,
    updated: object.updatedAt,
    timeStorageClassUpdated: object.createdAt,
    timeDeleted: deletedAt,
    metadata: Object.keys(object.metadata).length === 0 ? undefined : object.metadata,
  };
}

/** Changes with every generation and metageneration. */
export function etagOf(object: StoredObject): string {
  return Buffer.from(`${object.generation}/${object.metageneration}`).toString('base64');
}

/** The document of a bucket. */
export function describeBucket(bucket: Bucket, baseUrl: string): Readonly<Record<string, unknown>> {
  return {
    kind: 'storage#bucket',
    id: bucket.name,
    selfLink: `${baseUrl}/storage/v1/b/${encodeURIComponent(bucket.name)}`,
    name: bucket.name,
    projectNumber: '1',
    metageneration: '1',
    location: 'EU',
    locationType: 'multi-region',
    storageClass: 'STANDARD',
    etag: 'CAE=',
    timeCreated: bucket.createdAt,
    updated: bucket.createdAt,
    versioning: { enabled: bucket.isVersioned },
    iamConfiguration: { uniformBucketLevelAccess: { enabled: true } },
  };
}
