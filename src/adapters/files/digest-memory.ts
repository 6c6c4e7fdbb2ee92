import { lstat } from 'node:fs/promises';
import { type FileHash, type HashOptions, hashFile } from './hash-file.ts';

/** Digests of files, of which large ones are remembered for as long as this process runs. */
export type DigestMemory = {
  /** Reads the whole file, always. Rejects as `hashFile` does. */
  readonly read: (path: string, options?: HashOptions) => Promise<FileHash>;
  /**
   * What `read` would give: without reading a large file again that this process has read, and that is the same by inode, size,
   * time of its bytes and time of its last change of any kind. One that is being read is waited for. Rejects as `hashFile` does.
   */
  readonly recall: (path: string, options?: HashOptions) => Promise<FileHash>;
};

/** From this size on a file is large. Smaller ones are read again each time: it costs about a millisecond per MiB. */
export const largeFromBytes = 4 * 1024 * 1024;

/**
 * A file changed within this long before it was read is not remembered: another change right after it could bear the same time,
 * since clocks of file systems tick in steps (2 s on FAT).
 */
const settledAfterMs = 2000;

/** How it is read and when it is; a test may set both. */
type MemoryOptions = { readonly hash?: typeof hashFile; readonly now?: () => number };

/**
 * Starts with nothing remembered. The time of the last change (ctime) cannot be set back by a program, unlike that of the bytes
 * (mtime): a change that hides itself is seen by it.
 */
export function createDigestMemory({ hash = hashFile, now = Date.now }: MemoryOptions = {}): DigestMemory {
  const known = new Map<string, { readonly mark: string; readonly hash: FileHash }>();
  const running = new Map<string, Promise<unknown>>();

  const readAndKeep = async (path: string, options: HashOptions): Promise<FileHash> => {
    const startedAtMs = now();
    const before = await findMark(path);
    const found = await hash(path, options);
    const after = await findMark(path);
    const isSettled = before !== undefined && startedAtMs - before.changedAtMs >= settledAfterMs;
    if (isSettled && before.mark === after?.mark && found.sizeBytes >= largeFromBytes)
      known.set(path, { mark: before.mark, hash: found });
    else known.delete(path);
    return found;
  };
  const read = async (path: string, options: HashOptions = {}): Promise<FileHash> => {
    const reading = readAndKeep(path, options);
    running.set(path, reading);
    try {
      return await reading;
    } finally {
      if (running.get(path) === reading) running.delete(path);
    }
  };
  const recall = async (path: string, options: HashOptions = {}): Promise<FileHash> => {
    // Whoever reads it may be stopped or fail: then this one reads it.
    await running.get(path)?.catch(() => undefined);
    options.signal?.throwIfAborted();
    const kept = known.get(path);
    return kept !== undefined && kept.mark === (await findMark(path))?.mark
      ? kept.hash
      : await read(path, options);
  };
  return { read, recall };
}

/** What changes with any change of a file; undefined when nothing can be asked of it, which reading it will explain. */
async function findMark(
  path: string,
): Promise<{ readonly mark: string; readonly changedAtMs: number } | undefined> {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = await lstat(path, { bigint: true });
    const changedAtMs = Number(mtimeNs > ctimeNs ? mtimeNs : ctimeNs) / 1e6;
    return { mark: [dev, ino, size, mtimeNs, ctimeNs].join(' '), changedAtMs };
  } catch {
    return undefined;
  }
}

/**
 * What this process has read so far, whoever asked: what is deployed is looked at when it is planned, registered, and published, and is
 * read once for all of it.
 */
export const processDigests = createDigestMemory();
