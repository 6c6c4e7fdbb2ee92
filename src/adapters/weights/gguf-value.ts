import type { ByteCursor } from './byte-cursor.ts';
import { DamagedHeader } from './damaged-header.ts';

/** The numbers of GGUF's types of values that lead on to others. @see https://github.com/ggml-org/ggml/blob/master/docs/gguf.md */
const stringType = 8;
const arrayType = 9;

/** Bytes of the other types, by their number: uint8, int8, uint16, int16, uint32, int32, float32, bool, uint64, int64, float64. */
const plainSizes: ReadonlyMap<number, number> = new Map([
  [0, 1],
  [1, 1],
  [2, 2],
  [3, 2],
  [4, 4],
  [5, 4],
  [6, 4],
  [7, 1],
  [10, 8],
  [11, 8],
  [12, 8],
]);

const deepestArray = 4;

/** How a version of GGUF writes counts and lengths: version 1 in four bytes, later ones in eight. */
export type ReadCount = () => number;

/** Goes over one value, however long. @throws OutOfBytes; DamagedHeader for a type that is none */
export function skipGgufValue(cursor: ByteCursor, type: number, readCount: ReadCount): void {
  skipValue(cursor, type, readCount, 0);
}

function skipValue(cursor: ByteCursor, type: number, readCount: ReadCount, depth: number): void {
  const size = plainSizes.get(type);
  if (size !== undefined) cursor.skip(size);
  else if (type === stringType) cursor.skip(readCount());
  else if (type === arrayType) skipArray(cursor, readCount, depth);
  else throw new DamagedHeader(`a value is of type ${type}, which GGUF does not have`);
}

function skipArray(cursor: ByteCursor, readCount: ReadCount, depth: number): void {
  if (depth === deepestArray) throw new DamagedHeader('arrays stand in arrays, too deep to be meant');
  const type = cursor.readUint32();
  const count = readCount();
  const size = plainSizes.get(type);
  if (size !== undefined) cursor.skip(size * count);
  else for (let done = 0; done < count; done += 1) skipValue(cursor, type, readCount, depth + 1);
}

/** Whether a value of that type is a text. */
export function isGgufString(type: number): boolean {
  return type === stringType;
}

/** Whether a value of that type is a list. */
export function isGgufArray(type: number): boolean {
  return type === arrayType;
}
