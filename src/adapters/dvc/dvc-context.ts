import type { FileSystem } from '../../core/ports/file-system.ts';
import type { HistoryLog } from '../../core/ports/history-log.ts';
import type { DigestMemory } from '../files/digest-memory.ts';
import type { DvcPlaces } from './dvc-places.ts';
import type { DvcTree } from './dvc-tree.ts';

/** What git says of a change of a file. Safe to show. */
export type FileChange = {
  /** Whole hash. */
  readonly commit: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly author: string;
};

/** What is asked of git when a tree is read. Never called where git is not there. */
export type GitReader = {
  /**
   * The commit by which a text came into a file, or last came or went there once more; undefined when none did, or git cannot tell.
   * @param path from the top of the tree on
   */
  readonly findLastChange: (path: string, text: string) => Promise<FileChange | undefined>;
};

/** What the parts that read a working tree share. Nothing in it writes. */
export type DvcReadingContext = {
  readonly places: DvcPlaces;
  readonly fileSystem: FileSystem;
  readonly history: HistoryLog;
  readonly digests: DigestMemory;
  /** The name of this machine. */
  readonly host: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** A name nobody else uses, such as a random UUID. */
  readonly createId: () => string;
  /** The tree as it stands now. */
  readonly readTree: () => Promise<DvcTree>;
  /** Undefined: git is not asked. */
  readonly git: GitReader | undefined;
};

/** What the parts that write share. */
export type DvcContext = DvcReadingContext & {
  /** Name and version of this program. */
  readonly tool: string;
};
