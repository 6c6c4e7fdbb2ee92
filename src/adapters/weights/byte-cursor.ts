/** The bytes there are end before what was to be read. */
export class OutOfBytes extends Error {
  /** Where the bytes that were wanted end, from the beginning of the file. */
  readonly wantedEnd: number;

  constructor(wantedEnd: number) {
    super(`Bytes up to ${wantedEnd} were wanted.`);
    this.wantedEnd = wantedEnd;
  }
}

/** Reads numbers and stretches of bytes one after the other. Every call throws {@link OutOfBytes} instead of reading past the end. */
export type ByteCursor = {
  /** Offset of the next byte. */
  readonly place: () => number;
  readonly readUint32: () => number;
  readonly readUint64: () => bigint;
  readonly take: (count: number) => Uint8Array;
  readonly skip: (count: number) => void;
};

/** A cursor at an offset of the bytes. */
export function createByteCursor(
  bytes: Uint8Array,
  start: number,
  order: 'little-endian' | 'big-endian',
): ByteCursor {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isLittle = order === 'little-endian';
  let next = start;
  const advance = (count: number): number => {
    const from = next;
    if (from + count > bytes.length) throw new OutOfBytes(from + count);
    next = from + count;
    return from;
  };
  return {
    place: () => next,
    readUint32: () => view.getUint32(advance(4), isLittle),
    readUint64: () => view.getBigUint64(advance(8), isLittle),
    take: count => {
      const from = advance(count);
      return bytes.subarray(from, from + count);
    },
    skip: count => {
      advance(count);
    },
  };
}
