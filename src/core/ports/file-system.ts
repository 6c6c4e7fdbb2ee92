/** What a path is, without following a link at its end. */
export type PathKind = 'file' | 'folder' | 'link' | 'other';

/** Facts of a path. */
export type PathFacts = {
  readonly kind: PathKind;
  readonly sizeBytes: number;
  /** Milliseconds since the epoch, with fractions. */
  readonly modifiedAtMs: number;
  /** Identity on this host: device and inode. */
  readonly identity: string;
  /** Permission bits, `0o644`. */
  readonly permissions: number;
};

/**
 * The file-system calls that writes are made of, one method per system call, so that a test can stop or fail at each.
 * All paths are absolute. Every method rejects with Node's own error (`code` is the errno name); callers map it once.
 */
export interface FileSystem {
  /** Facts without following a link; undefined when nothing is there. */
  findFacts(path: string): Promise<PathFacts | undefined>;
  readLink(path: string): Promise<string>;
  /** Names in a folder, in no order. */
  listNames(path: string): Promise<readonly string[]>;
  /** Whole file, up to `limitBytes`. Rejects with code `EFBIG` when it is larger, `ELOOP`, `EISDIR` or `EINVAL` when it is a link, a folder or no regular file. */
  readFile(path: string, limitBytes: number): Promise<Uint8Array>;
  /** Creates a folder; its parent must exist. Rejects with `EEXIST` when something is there. */
  makeFolder(path: string): Promise<void>;
  /** Creates a file that must not exist yet, writes all bytes and fsyncs it. `permissions`: exactly these bits, whatever the umask. */
  createFile(path: string, bytes: Uint8Array, permissions?: number): Promise<void>;
  /** Hard link: `EEXIST` when `path` is taken. */
  link(existing: string, path: string): Promise<void>;
  symlink(target: string, path: string): Promise<void>;
  /** Atomic replace, as rename(2). */
  rename(from: string, to: string): Promise<void>;
  removeFile(path: string): Promise<void>;
  /** Removes an empty folder. */
  removeFolder(path: string): Promise<void>;
  /** Makes the names in a folder durable. */
  syncFolder(path: string): Promise<void>;
  /** Copies a regular file to a path that must not exist yet and fsyncs it. */
  copyFile(from: string, to: string): Promise<void>;
}
