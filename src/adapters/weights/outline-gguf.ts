import { type ByteCursor, createByteCursor, OutOfBytes } from './byte-cursor.ts';
import { DamagedHeader } from './damaged-header.ts';
import { checkTensorPlaces, type TensorPlace } from './gguf-tensors.ts';
import { isGgufArray, isGgufString, type ReadCount, skipGgufValue } from './gguf-value.ts';

/** What a walk over the beginning of a GGUF file found. */
export type GgufOutline =
  /** `header` is a GGUF header of its own: only the values that are shown, and all tensors. */
  | { readonly outline: 'whole'; readonly header: Uint8Array }
  /** The header goes on behind the bytes that were given. */
  | { readonly outline: 'more'; readonly wantedEnd: number }
  | { readonly outline: 'truncated'; readonly problem: string }
  | { readonly outline: 'damaged'; readonly problem: string };

const mostTensors = 200_000;
const mostKeys = 50_000;
const mostDimensions = 8;
const longestKeyBytes = 65_535;
/** A longer text is no name of anything; it is left out. */
const longestShownBytes = 1000;

/** Keys whose values are shown or needed to read the rest. */
const wantedKey =
  /^(?:general\.(?:architecture|file_type|alignment)|split\.(?:no|count)|[\w.-]+\.context_length)$/;

/**
 * Walks over a GGUF header without believing it: every length stays inside the file, every key is a key, every tensor has its place. What
 * comes of it can be handed to a reader that trusts what it is given. Pure.
 * @param bytes the beginning of the file, at least its first eight bytes
 * @param fileBytes size of all of it
 */
export function outlineGguf(bytes: Uint8Array, fileBytes: number): GgufOutline {
  try {
    const walk = startWalk(bytes);
    const kept = walkKeys(walk);
    const tensorStart = walk.cursor.place();
    const tensors = walkTensors(walk);
    const end = walk.cursor.place();
    const problem = checkTensorPlaces({ tensors, headerEnd: end, alignment: kept.alignment, fileBytes });
    if (problem !== undefined) return { outline: 'truncated', problem };
    return { outline: 'whole', header: joinHeader(walk, kept.stretches, bytes.subarray(tensorStart, end)) };
  } catch (thrown) {
    if (thrown instanceof DamagedHeader) return { outline: 'damaged', problem: thrown.problem };
    if (!(thrown instanceof OutOfBytes)) throw thrown;
    return thrown.wantedEnd > fileBytes
      ? { outline: 'truncated', problem: `the file ends inside its header, after ${fileBytes} bytes` }
      : { outline: 'more', wantedEnd: thrown.wantedEnd };
  }
}

type Walk = {
  readonly bytes: Uint8Array;
  readonly cursor: ByteCursor;
  readonly order: 'little-endian' | 'big-endian';
  readonly version: number;
  readonly readCount: ReadCount;
  readonly tensorCount: number;
  readonly keyCount: number;
};

function startWalk(bytes: Uint8Array): Walk {
  const little = createByteCursor(bytes, 4, 'little-endian').readUint32();
  // Big-endian files have a small version number too, the other way round.
  const order = (little & 0xffff) === 0 ? 'big-endian' : 'little-endian';
  const cursor = createByteCursor(bytes, 4, order);
  const version = cursor.readUint32();
  if (version < 1 || version > 3) throw new DamagedHeader(`version ${version} of GGUF is not known`);
  const readCount: ReadCount = version === 1 ? cursor.readUint32 : () => toCount(cursor.readUint64());
  const tensorCount = readCount();
  const keyCount = readCount();
  if (tensorCount > mostTensors) throw new DamagedHeader(`it says that it has ${tensorCount} tensors`);
  if (keyCount > mostKeys) throw new DamagedHeader(`it says that it has ${keyCount} values`);
  return { bytes, cursor, order, version, readCount, tensorCount, keyCount };
}

/** Past all sizes of files a number has lost its last digits, and need not have them. */
function toCount(value: bigint): number {
  return Number(value);
}

function walkKeys({ bytes, cursor, readCount, keyCount, order }: Walk): {
  readonly stretches: readonly Uint8Array[];
  readonly alignment: number;
} {
  const seen = new Set<string>();
  const stretches: Uint8Array[] = [];
  let alignment = 32;
  for (let done = 0; done < keyCount; done += 1) {
    const start = cursor.place();
    const key = readName(cursor, readCount, 'key');
    if (seen.has(key)) throw new DamagedHeader(`the value ${key} stands in it twice`);
    seen.add(key);
    const type = cursor.readUint32();
    const valueStart = cursor.place();
    skipGgufValue(cursor, type, readCount);
    const end = cursor.place();
    if (key === 'general.alignment')
      alignment = readAlignment(createByteCursor(bytes, valueStart, order), type);
    const isShown = !isGgufArray(type) && (!isGgufString(type) || end - valueStart <= longestShownBytes);
    if (isShown && wantedKey.test(key)) stretches.push(bytes.subarray(start, end));
  }
  return { stretches, alignment };
}

const uint32Type = 4;

function readAlignment(value: ByteCursor, type: number): number {
  const alignment = type === uint32Type ? value.readUint32() : 0;
  const isPower = alignment > 0 && (alignment & (alignment - 1)) === 0;
  if (!isPower || alignment > 1 << 20) throw new DamagedHeader('its alignment is no power of two');
  return alignment;
}

const strictText = new TextDecoder('utf-8', { fatal: true });

/** A name of a value or a tensor: some text without control characters. */
function readName(cursor: ByteCursor, readCount: ReadCount, what: 'key' | 'tensor'): string {
  const length = readCount();
  if (length === 0 || length > longestKeyBytes)
    throw new DamagedHeader(`the name of a ${what} has ${length} bytes`);
  const bytes = cursor.take(length);
  try {
    const name = strictText.decode(bytes);
    if (!/\p{Cc}/u.test(name)) return name;
  } catch (thrown) {
    if (!(thrown instanceof TypeError)) throw thrown;
  }
  throw new DamagedHeader(`the name of a ${what} is no text`);
}

function walkTensors({ cursor, readCount, tensorCount }: Walk): readonly TensorPlace[] {
  const tensors: TensorPlace[] = [];
  const names = new Set<string>();
  for (let done = 0; done < tensorCount; done += 1) {
    const name = readName(cursor, readCount, 'tensor');
    if (names.has(name)) throw new DamagedHeader('two tensors have the same name');
    names.add(name);
    const dimensionCount = cursor.readUint32();
    if (dimensionCount > mostDimensions) throw new DamagedHeader(`a tensor has ${dimensionCount} dimensions`);
    let numberCount = 1n;
    for (let dimension = 0; dimension < dimensionCount; dimension += 1) numberCount *= BigInt(readCount());
    tensors.push({ numberCount, type: cursor.readUint32(), offset: cursor.readUint64() });
  }
  return tensors;
}

/** The header again, with fewer values: magic, version, counts, what was kept of the values, the tensors. */
function joinHeader(
  { bytes, order, version, tensorCount }: Walk,
  stretches: readonly Uint8Array[],
  tensors: Uint8Array,
): Uint8Array {
  const width = version === 1 ? 4 : 8;
  const counts = new DataView(new ArrayBuffer(2 * width));
  for (const [place, count] of [tensorCount, stretches.length].entries()) {
    // The upper half of eight bytes is 0 for what is left of a checked count.
    const low = order === 'big-endian' ? place * width + width - 4 : place * width;
    counts.setUint32(low, count, order === 'little-endian');
  }
  return Buffer.concat([bytes.subarray(0, 8), new Uint8Array(counts.buffer), ...stretches, tensors]);
}
