import { hash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { ObjectFacts } from '../../../core/ports/object-store.ts';

/** Custom metadata under which a small object carries its own bytes, so that one list reads a thousand of them. */
const bodyKey = 'lastgood-body';

/** Longest packed text, in characters: a bucket takes 8 KiB of custom metadata, keys and other values included. */
const packedLimit = 5_500;

/** Up to this size bytes are kept as they are: making them smaller would take longer than it saves. */
const storedLimitBytes = 512;

/** The first byte of a last block that is kept as it is, and how long the beginning of such a block is. */
const storedMark = 1;
const storedHeadBytes = 5;

/** A third of the time of Node's defaults, which set up tables for far more than a few kilobytes. What comes out is no longer. */
const smallTables = { windowBits: 12, memLevel: 5, chunkSize: 2048 } as const;

/** Most bytes that a packed text is unpacked to. */
const unpackedLimitBytes = 256 * 1024;

/** The metadata that carries an object's bytes: ASCII; empty when they are too many. Pure. */
export function packBody(bytes: Uint8Array): Readonly<Record<string, string>> {
  if (bytes.length > unpackedLimitBytes) return {};
  const packed = (
    bytes.length > storedLimitBytes ? deflateRawSync(bytes, smallTables) : store(bytes)
  ).toString('base64');
  return packed.length > packedLimit ? {} : { [bodyKey]: packed };
}

/** The bytes an object carries in its metadata, proven to be its own by their md5; undefined when it has to be read. Pure. */
export function unpackBody({ metadata, md5 }: Pick<ObjectFacts, 'metadata' | 'md5'>): Uint8Array | undefined {
  const packed = metadata[bodyKey];
  if (packed === undefined || md5 === undefined) return undefined;
  const bytes = inflate(packed);
  return bytes !== undefined && hash('md5', bytes) === md5 ? bytes : undefined;
}

/** One block of deflate that holds the bytes as they are. @see RFC 1951, 3.2.4 */
function store(bytes: Uint8Array): Buffer {
  const head = Buffer.alloc(storedHeadBytes, storedMark);
  head.writeUInt16LE(bytes.length, 1);
  head.writeUInt16LE(bytes.length ^ 0xffff, 3);
  return Buffer.concat([head, bytes]);
}

/** What is no packed body, or unpacks to too much, is nothing: the object itself is read then. */
function inflate(packed: string): Uint8Array | undefined {
  try {
    const block = Buffer.from(packed, 'base64');
    // Whatever else such a block would be, its bytes have another md5.
    if (block[0] === storedMark) return block.subarray(storedHeadBytes);
    return inflateRawSync(block, { maxOutputLength: unpackedLimitBytes });
  } catch {
    return undefined;
  }
}
