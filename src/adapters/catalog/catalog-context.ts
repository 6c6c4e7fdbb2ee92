import type { OperationRecord } from '../../core/operation/operation-record.ts';
import type { FileSystem } from '../../core/ports/file-system.ts';
import type { HistoryLog } from '../../core/ports/history-log.ts';
import type { Adoption } from '../../core/registry/registry-index.ts';
import type { DigestMemory } from '../files/digest-memory.ts';
import type { CatalogFile } from './catalog-file.ts';
import type { CatalogPlaces } from './catalog-places.ts';
import type { LineageFile } from './lineage-file.ts';
import type { VersionRecords } from './version-record-files.ts';

/** What the parts that read a catalogue share. Nothing in it writes. */
export type CatalogReadingContext = {
  readonly places: CatalogPlaces;
  readonly fileSystem: FileSystem;
  readonly history: HistoryLog;
  readonly digests: DigestMemory;
  /** The name of this machine. */
  readonly host: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** The file of models, parsed once for each state it is in. */
  readonly catalogFile: CatalogFile;
  /** It as it was before lastgood last replaced it: what is known of it while it is torn. */
  readonly previousFile: CatalogFile;
  readonly lineageFile: LineageFile;
  /** Our own records of the versions we registered. */
  readonly records: VersionRecords;
  /** Whether lastgood has written here, by the file that says so. */
  readonly findAdoption: () => Promise<Adoption>;
  /** Journals of operations that run or were cut off, oldest first. */
  readonly readJournals: () => Promise<readonly OperationRecord[]>;
  /** What it means when neither the file nor a history is there; `refused` when it is not said. */
  readonly missingFile?: 'refused' | 'empty' | undefined;
  /** Variable that names the file, which another program may mean a file of its own by. */
  readonly namedBy?: string | undefined;
};
