import { isUtf8 } from 'node:buffer';
import type { Json } from '../../core/history/canonical-json.ts';
import type { FileSystem } from '../../core/ports/file-system.ts';
import { describeErrno, findErrno } from './file-errors.ts';
import { describeJsonFailure } from './json-failure.ts';

/** Why a file gave no value. */
export type ReadFault =
  | 'missing'
  | 'folder'
  | 'not-a-file'
  | 'unreadable'
  | 'empty'
  /** Cut off: it may have been JSON. */
  | 'torn'
  /** No JSON, however it went on. */
  | 'malformed'
  /** An object has a key twice, and that matters. */
  | 'ambiguous'
  | 'too-large'
  | 'too-deep'
  | 'not-an-object';

/**
 * Whether what was JSON once is none any more: cut off, filled with NUL, with an old tail, or another text in its place. A write that was
 * cut off leaves all of these. Pure.
 */
export function isNoJson(fault: ReadFault): boolean {
  return fault === 'torn' || fault === 'empty' || fault === 'malformed';
}

/** A value that was read, or why there is none; `problem` is for people and safe to show. */
export type Reading<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly fault: ReadFault; readonly problem: string };

export type JsonObject = { readonly [key: string]: Json };

/** Bounds of a JSON file. */
export type JsonLimits = {
  /** 8 MiB unless told. */
  readonly limitBytes?: number;
  /** Objects and lists inside each other; 64 unless told. */
  readonly maxDepth?: number;
};

export const defaultLimitBytes = 8 * 1024 * 1024;
export const defaultMaxDepth = 64;

/**
 * JSON from bytes, however hostile they are: the depth is found by a linear scan before anything is parsed. A byte order mark
 * is tolerated; of a key that stands twice the last one counts, as in Python; a key `__proto__` is a plain member. Pure.
 */
export function parseBoundedJson(
  bytes: Uint8Array,
  limits: { readonly maxDepth?: number } = {},
): Reading<Json> {
  if (bytes.length === 0) return fail('empty', 'empty');
  const maxDepth = limits.maxDepth ?? defaultMaxDepth;
  if (isDeeperThan(bytes, maxDepth)) return fail('too-deep', `nested deeper than ${maxDepth}`);
  if (!isUtf8(bytes)) return fail('malformed', 'malformed: not UTF-8');
  const decoded = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  const text = decoded.startsWith('\ufeff') ? decoded.slice(1) : decoded;
  try {
    return { ok: true, value: JSON.parse(text) as Json };
  } catch (thrown) {
    return describeJsonFailure(text, thrown);
  }
}

/** JSON from bytes whose value must be an object. Pure. */
export function parseJsonObject(bytes: Uint8Array, limits: JsonLimits = {}): Reading<JsonObject> {
  const reading = parseBoundedJson(bytes, limits);
  if (!reading.ok) return reading;
  if (isJsonObject(reading.value)) return { ok: true, value: reading.value };
  return fail('not-an-object', 'not an object');
}

/** Reads a JSON file whose value must be an object. Never rejects for what is wrong with the file: the reading says it. */
export async function readJsonObject(
  fileSystem: FileSystem,
  path: string,
  limits: JsonLimits = {},
): Promise<Reading<JsonObject>> {
  const limitBytes = limits.limitBytes ?? defaultLimitBytes;
  let bytes: Uint8Array;
  try {
    bytes = await fileSystem.readFile(path, limitBytes);
  } catch (thrown) {
    return toReadFault(thrown, limitBytes);
  }
  return parseJsonObject(bytes, limits);
}

/** A failed file-system call as a reading; anything else is thrown on. */
export function toReadFault(thrown: unknown, limitBytes: number): Reading<never> {
  const errno = findErrno(thrown);
  if (errno === undefined) throw thrown;
  if (errno === 'ENOENT' || errno === 'ENOTDIR') return fail('missing', 'missing');
  if (errno === 'EFBIG') return fail('too-large', `too large: more than ${limitBytes} bytes`);
  if (errno === 'EISDIR') return fail('folder', 'not a regular file: a folder stands there');
  if (errno === 'ELOOP') return fail('not-a-file', 'not a regular file: a link stands there');
  if (errno === 'EINVAL' || errno === 'ENXIO') return fail('not-a-file', 'not a regular file');
  return fail('unreadable', `unreadable: ${describeErrno(errno)} (${errno})`);
}

function fail(fault: ReadFault, problem: string): Reading<never> {
  return { ok: false, fault, problem };
}

function isJsonObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const quote = 0x22;
const backslash = 0x5c;

/** Counts brackets outside of strings. Bytes above 0x7f never look like one, so this needs no decoding. */
function isDeeperThan(bytes: Uint8Array, maxDepth: number): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index];
    if (inString) {
      if (byte === backslash) index += 1;
      else if (byte === quote) inString = false;
    } else if (byte === quote) inString = true;
    else if (byte === 0x7b || byte === 0x5b) {
      depth += 1;
      if (depth > maxDepth) return true;
    } else if (byte === 0x7d || byte === 0x5d) depth -= 1;
  }
  return false;
}
