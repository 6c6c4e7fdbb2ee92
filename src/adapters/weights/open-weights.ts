import type { FileHandle } from 'node:fs/promises';

/** A file of weights that is open for reading. */
export type OpenWeights = {
  readonly sizeBytes: number;
  /** The first bytes, as many as there are. */
  readonly readStart: (length: number) => Promise<Uint8Array>;
};

/** A file that is open, by its handle. */
export function describeOpenFile(handle: FileHandle, sizeBytes: number): OpenWeights {
  return {
    sizeBytes,
    readStart: async length => {
      const bytes = Buffer.allocUnsafe(length);
      let done = 0;
      for (let bytesRead = -1; bytesRead !== 0 && done < length; done += bytesRead)
        ({ bytesRead } = await handle.read(bytes, done, length - done, done));
      return bytes.subarray(0, done);
    },
  };
}
