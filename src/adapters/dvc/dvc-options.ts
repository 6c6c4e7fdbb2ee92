import type { FileSystem } from '../../core/ports/file-system.ts';
import type { HistoryLog } from '../../core/ports/history-log.ts';
import type { RegistryReader, RegistryWriter } from '../../core/ports/registry.ts';
import type { Source } from '../../core/ports/source.ts';
import type { RegistryIndex } from '../../core/registry/registry-index.ts';
import type { DvcContext, GitReader } from './dvc-context.ts';
import type { Fetch } from './serving/ask-endpoint.ts';

/** What a registry in a working tree of git and DVC needs from outside. */
export type DvcRegistryOptions = {
  /** Absolute path of the top of the working tree. */
  readonly root: string;
  /** How the registry is called. */
  readonly name: string;
  readonly fileSystem: FileSystem;
  readonly createId: () => string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Name and version of this program. */
  readonly tool: string;
  /** The name of this machine; what the system says unless told. */
  readonly host?: string | undefined;
  /** Undefined: git is not asked when a tree is read. */
  readonly git?: GitReader | undefined;
  /** Absolute path of S4's file of endpoints; `models_registry.json` at the top unless told. */
  readonly servingFile?: string | undefined;
  /** How endpoints are asked; undefined: they are not. */
  readonly fetch?: Fetch | undefined;
  /** The remote that moves are pushed to; undefined: nothing outside is asked before one. */
  readonly source?: Source | undefined;
};

/** How a tree is written, and how that is told. */
export type DvcMoves = Pick<RegistryReader, 'describeProjections' | 'describeRegistration'> & {
  /** What is read: the writer's history, which also answers while nobody knows what became of a move that was cut off. */
  readonly history: HistoryLog;
  readonly writer: RegistryWriter;
  /** An index with what keeps the tree, or a family of it, from being written as it stands. Nothing of a remote is asked. */
  readonly judgeIndex: (index: RegistryIndex) => Promise<RegistryIndex>;
};

/** Makes what writes a tree. Creating it touches nothing. */
export type CreateDvcMoves = (context: DvcContext) => DvcMoves;
