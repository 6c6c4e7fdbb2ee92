import type { ObjectFacts } from '../../../core/ports/object-store.ts';

/** What is remembered of an object. */
export type SeenFacts = Pick<ObjectFacts, 'name' | 'generation' | 'md5' | 'sizeBytes'>;

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
  /** What a pointer or the registry file said, which have no copy; of files copied over a pointer, the folder they are a copy of. Not made safe. */
  readonly text?: string | undefined;
  /** The last list of the bucket to its end did not have it any more. */
  readonly isGone?: boolean | undefined;
};

/** What was last seen of a bucket: a memory that saves reading, never a decision. */
export type SeenObjects = {
  /** ISO 8601 UTC: when the bucket was last read to its end; undefined: never. */
  readonly seenAt: string | undefined;
  find(name: string): SeenObject | undefined;
  list(): Iterable<SeenObject>;
  note(seen: SeenObject): void;
  forget(name: string): void;
  /** Writes it durably; with a time when the bucket was read to its end. */
  save(seenAt?: string): Promise<void>;
};
