import type { ObjectFacts } from '../../../core/ports/object-store.ts';
import { sha256Key } from './mirror-context.ts';

/** What is remembered of an object. */
export type SeenFacts = Pick<ObjectFacts, 'name' | 'generation' | 'md5' | 'sizeBytes'> & {
  /** Of an entry of the history: the sha256 that its object says its bytes have, in hex. */
  readonly sha256?: string | undefined;
};

/** What is to be remembered of an object. Pure. */
export function toSeenFacts({ name, generation, md5, sizeBytes, metadata }: ObjectFacts): SeenFacts {
  const sha256 = name.startsWith('.lastgood/history/') ? metadata[sha256Key] : undefined;
  return { name, generation, md5, sizeBytes, ...(sha256 === undefined ? {} : { sha256 }) };
}

/** An object of the bucket as it was last seen, and the copy of it that was put into the cache. */
export type SeenObject = {
  /** With a copy: of the object the copy was made from. */
  readonly facts: SeenFacts;
  /** The copy as it was put there; undefined when it is not here. */
  readonly copy: { readonly sizeBytes: number; readonly modifiedAtMs: number } | undefined;
  /** What stands in the bucket now, when that is not what the copy was made from. */
  readonly replacedBy?: SeenFacts | undefined;
  /** The bytes in the bucket are not what their name says: they are not asked for again. */
  readonly isDamaged?: boolean | undefined;
  /**
   * What a pointer or the registry file said, which have no copy; of files copied over a pointer, the folder they are a copy of; of an
   * entry of the history that is not in the copy as it is in the bucket, what the bucket has now. Not made safe.
   */
  readonly text?: string | undefined;
  /** Of a pointer: the entry of the history that it says it shows. */
  readonly shown?: number | undefined;
  /** Of a pointer whose text is what lastgood wrote: the operation it was written by. */
  readonly shownBy?: string | undefined;
  /** The last list of the bucket to its end did not have it any more. */
  readonly isGone?: boolean | undefined;
};

/** What was last seen of a bucket: a memory that saves reading, never a decision. */
export type SeenObjects = {
  /** ISO 8601 UTC: when the bucket was last read to its end; undefined: never. */
  readonly seenAt: string | undefined;
  find(name: string): SeenObject | undefined;
  list(): Iterable<SeenObject>;
  /** The entries of histories that are not in the copy as they are in the bucket: few, and asked for often. */
  listStrays(): Iterable<SeenObject>;
  note(seen: SeenObject): void;
  forget(name: string): void;
  /** Writes it durably; with a time when the bucket was read to its end. */
  save(seenAt?: string): Promise<void>;
};
