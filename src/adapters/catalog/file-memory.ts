import { findErrno } from '../files/file-errors.ts';
import { findLinkedFile, readLinkedFile } from '../files/read-text-file.ts';

/** What a file said when it was read; `mark` differs once it is another file or was written. */
export type Remembered<Value> = { readonly value: Value; readonly mark: string | undefined };

/** A file that is read often and changes seldom. */
export type FileMemory<Value> = {
  /** What it says now; what it said before when it is the same file with the same bytes. Rejects with the signal's reason. */
  readonly read: () => Promise<Remembered<Value>>;
  /** What it would say with these bytes: what it said when they are those that were read last. */
  readonly interpret: (bytes: Uint8Array) => Value;
};

/**
 * A file changed within this long before it was read is read again the next time: another change right after it could bear the same
 * time, since clocks of file systems tick in steps (2 s on FAT).
 */
const settledAfterMs = 2000;

/** How a file is taken in. `parse` is called once for each text it has. */
export type FileReader<Value> = {
  readonly path: string;
  readonly limitBytes: number;
  readonly parse: (bytes: Uint8Array) => Value;
  /** What it means when nothing is there. */
  readonly missing: Value;
  /** What it means when it cannot be read. @param thrown the error of the file system, with an errno */
  readonly refuse: (thrown: unknown) => Value;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

/** Remembers what a file says by device, inode, size, time of its bytes and time of its last change; links are followed. */
export function createFileMemory<Value>(reader: FileReader<Value>): FileMemory<Value> {
  let kept: (Remembered<Value> & { readonly bytes: Uint8Array; readonly isSettled: boolean }) | undefined;
  const interpret = (bytes: Uint8Array): Value =>
    kept !== undefined && Buffer.compare(kept.bytes, bytes) === 0 ? kept.value : reader.parse(bytes);
  return {
    interpret,
    read: async () => {
      try {
        const mark = await findLinkedFile(reader.path);
        if (kept?.isSettled && kept.mark === mark) return kept;
        const readAtMs = reader.now();
        const bytes = await readLinkedFile(reader.path, reader.limitBytes);
        if (bytes === undefined) return { value: reader.missing, mark: undefined };
        const value = interpret(bytes);
        const isSettled = mark !== undefined && readAtMs - findChangeMs(mark) >= settledAfterMs;
        kept = { value, mark, bytes, isSettled };
        return kept;
      } catch (thrown) {
        if (findErrno(thrown) === undefined) throw thrown;
        return { value: reader.refuse(thrown), mark: undefined };
      }
    },
  };
}

/** The later of the two times a mark ends with, in milliseconds. */
function findChangeMs(mark: string): number {
  const times = mark.split(' ').slice(-2).map(Number);
  return Math.max(...times) / 1e6;
}
