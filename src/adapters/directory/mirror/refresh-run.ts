import type { ObjectFacts } from '../../../core/ports/object-store.ts';
import type { Arrivals } from './arrivals.ts';
import type { MirrorContext } from './mirror-context.ts';
import type { CopyFacts } from './scan-copies.ts';

/** One read of the bucket, while it goes on. */
export type RefreshRun = {
  readonly context: MirrorContext;
  readonly signal: AbortSignal | undefined;
  /** The files of the copy, kept up to date with what is installed. */
  readonly copies: Map<string, CopyFacts>;
  /** Names that were listed so far. */
  readonly listed: Set<string>;
  /** Pointers, and files under their names: read when all models are known. */
  readonly pointers: ObjectFacts[];
  /** Logs of rollbacks, taken when all entries are here: a log before its entry looks like a history that was cut off. */
  readonly logs: ObjectFacts[];
  /** Each metadata.json that did not come with the list: fetched when all of it is known, what matters most first. */
  readonly records: ObjectFacts[];
  /** Small files that do not carry their bytes and do not say what is live: fetched last. */
  readonly later: ObjectFacts[];
  /** Names of entries of the history that were not known here before. */
  readonly newEntries: string[];
  /** All entries of histories that were listed, by name. */
  readonly entries: Map<string, ObjectFacts>;
  /** Entries that are listed before the one they follow on, taken when all of the bucket is known. */
  readonly laterEntries: ObjectFacts[];
  /** Of models whose history here is another than the bucket's: the first generation that is. What follows on it is not taken. */
  readonly forks: Map<string, number>;
  /** Names of pointers that the bucket had and has no more. */
  readonly gonePointers: string[];
  /** Folders of versions that were archived or cleaned up, by the histories as they were here when it was first asked. */
  readonly listRetired: () => Promise<ReadonlySet<string>>;
  /** Texts of pointers that were read by now, by name and generation (`latest#7`). */
  readonly texts: Map<string, string>;
  /** Told of what is on its way. */
  readonly arrivals: Arrivals;
  /** Files of the copy that could not be used and were made again. */
  readonly remade: string[];
  readonly counts: { fetched: number };
};
