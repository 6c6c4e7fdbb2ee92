import type { FileSystem } from '../../core/ports/file-system.ts';
import type { HistoryLog } from '../../core/ports/history-log.ts';
import type { DigestMemory } from '../files/digest-memory.ts';
import type { Places } from './layout.ts';

/** What the parts of the directory adapter share. */
export type DirectoryContext = {
  readonly places: Places;
  readonly name: string;
  readonly fileSystem: FileSystem;
  readonly history: HistoryLog;
  readonly digests: DigestMemory;
  /** The name of this machine. */
  readonly host: string;
  /** A name nobody else uses, such as a random UUID. */
  readonly createId: () => string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Name and version of this program. */
  readonly tool: string;
  /** What it means when the folder does not exist; `refused` when it is not said. */
  readonly missingRoot?: 'refused' | 'empty';
};
