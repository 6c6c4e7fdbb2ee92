import type { BucketAddress, ObjectQuery, ObjectWrite } from '../../core/ports/object-store.ts';

/** Without custom metadata: for who knows it already, as of an object just written, or has no use for it. */
const shortFields = 'name,generation,size,md5Hash,crc32c,updated';

/** Fields of an object that are asked for, so that answers stay small. */
const factFields = `${shortFields},metadata`;

/** Objects of one page. A bucket gives no more. */
const pageLimit = '1000';

/** Paths and queries of the JSON API, escaped. @see https://cloud.google.com/storage/docs/json_api/v1 */
export type ObjectPaths = {
  readonly list: (query: ObjectQuery) => string;
  readonly find: (name: string) => string;
  /** The bytes of one generation. */
  readonly media: (name: string, generation: string) => string;
  /** Facts and bytes in one request. */
  readonly upload: (write: ObjectWrite) => string;
  readonly remove: (name: string, generation: string) => string;
  /** Which of these the caller has on the bucket. */
  readonly permissions: (names: readonly string[]) => string;
};

/** The paths of the objects at an address. Pure. */
export function createObjectPaths({ bucket, prefix }: BucketAddress): ObjectPaths {
  const whole = `/storage/v1/b/${encodeURIComponent(bucket)}`;
  const folder = `${whole}/o`;
  const object = (name: string): string => `${folder}/${encodeURIComponent(prefix + name)}`;
  return {
    list: query => `${folder}?${formatListQuery(prefix, query)}`,
    find: name => `${object(name)}?fields=${factFields}`,
    media: (name, generation) => `${object(name)}?alt=media&generation=${encodeURIComponent(generation)}`,
    upload: write =>
      `/upload${folder}?uploadType=multipart&name=${encodeURIComponent(prefix + write.name)}` +
      `&ifGenerationMatch=${encodeURIComponent(write.expectGeneration)}&fields=${shortFields}`,
    remove: (name, generation) => `${object(name)}?ifGenerationMatch=${encodeURIComponent(generation)}`,
    permissions: names =>
      `${whole}/iam/testPermissions?${names.map(name => `permissions=${name}`).join('&')}`,
  };
}

function formatListQuery(prefix: string, query: ObjectQuery): string {
  const parameters = new URLSearchParams({
    maxResults: pageLimit,
    projection: 'noAcl',
    fields: `kind,nextPageToken,items(${query.metadata === 'left-out' ? shortFields : factFields})`,
    prefix: prefix + (query.prefix ?? ''),
  });
  if (query.startAt !== undefined) parameters.set('startOffset', prefix + query.startAt);
  if (query.pageToken !== undefined) parameters.set('pageToken', query.pageToken);
  return parameters.toString();
}
