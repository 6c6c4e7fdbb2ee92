import { refusals } from './answer.ts';
import { crc32cOf, md5Of } from './checksums.ts';
import { isRecord } from './request.ts';

/** What a client may say of an object, beside its bytes. */
export type ObjectSettings = {
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
  readonly contentDisposition: string | undefined;
  readonly contentLanguage: string | undefined;
  readonly cacheControl: string | undefined;
  readonly customTime: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
};

/** One generation of an object. */
export type StoredObject = ObjectSettings & {
  readonly bucket: string;
  readonly name: string;
  readonly generation: number;
  readonly metageneration: number;
  readonly body: Uint8Array;
  /** Base64; undefined for composed objects. */
  readonly md5: string | undefined;
  readonly crc32c: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Of how many objects it was composed. */
  readonly componentCount: number | undefined;
};

/** An object before it has a generation. */
export type ObjectDraft = ObjectSettings &
  Pick<StoredObject, 'name' | 'body' | 'md5' | 'crc32c' | 'componentCount'>;

const textFields = [
  'contentType',
  'contentEncoding',
  'contentDisposition',
  'contentLanguage',
  'cacheControl',
  'customTime',
] as const;

/** Custom metadata is limited in all to this many bytes of keys and values. */
const metadataLimitBytes = 8 * 1024;

/** An object of these bytes, under these settings. @throws Refusal 400 for a name GCS does not take */
export function draftObject(name: string, body: Uint8Array, settings: ObjectSettings): ObjectDraft {
  requireName(name);
  return { ...settings, name, body, md5: md5Of(body), crc32c: crc32cOf(body), componentCount: undefined };
}

/**
 * Reads the settings in a JSON document; fields that are missing stay as they were `before`. @throws Refusal
 * 400
 */
export function parseSettings(
  document: Readonly<Record<string, unknown>>,
  before?: ObjectSettings,
): ObjectSettings {
  const [contentType, contentEncoding, contentDisposition, contentLanguage, cacheControl, customTime] =
    textFields.map(field => parseText(document, field, before?.[field]));
  const metadata = parseMetadata(document['metadata'], before?.metadata ?? {});
  return {
    contentType,
    contentEncoding,
    contentDisposition,
    contentLanguage,
    cacheControl,
    customTime,
    metadata,
  };
}

function parseText(
  document: Readonly<Record<string, unknown>>,
  field: string,
  before: string | undefined,
): string | undefined {
  const value = document[field];
  if (value === undefined) return before;
  if (value === null || value === '') return undefined;
  if (typeof value !== 'string') throw refusals.invalid(`Invalid value for: ${field}`);
  return value;
}

/** A key with null is taken away; `metadata: null` takes all away. */
function parseMetadata(
  value: unknown,
  before: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  if (value === undefined) return before;
  if (value === null) return {};
  if (!isRecord(value)) throw refusals.invalid('Invalid value for: metadata');
  const merged: Record<string, string> = { ...before };
  for (const [key, item] of Object.entries(value)) {
    if (item === null) delete merged[key];
    else if (typeof item === 'string') merged[key] = item;
    else throw refusals.invalid(`Invalid value for: metadata.${key}`);
  }
  const sizeBytes = Object.entries(merged).reduce(
    (sum, [key, item]) => sum + Buffer.byteLength(key) + Buffer.byteLength(item),
    0,
  );
  if (sizeBytes > metadataLimitBytes)
    throw refusals.invalid(`The metadata of the object is too large: ${sizeBytes} bytes.`);
  return merged;
}

/** @see https://cloud.google.com/storage/docs/objects#naming */
function requireName(name: string): void {
  const isBad =
    name === '' ||
    Buffer.byteLength(name) > 1024 ||
    /[\r\n]/.test(name) ||
    name === '.' ||
    name === '..' ||
    name.startsWith('.well-known/acme-challenge/');
  if (isBad) throw refusals.invalid(`Invalid object name: ${JSON.stringify(name)}`);
}
