import type { ErrorCode } from '../errors/error-codes.ts';
import type { VersionState } from '../history/entry.ts';
import type { OperationRecord } from '../operation/operation-record.ts';
import type { HistoryDefect, StoredEntry } from '../ports/history-log.ts';
import type { ForeignFact } from './foreign-fact.ts';
import type { Arriving, Unfinished } from './version.ts';

/** Every kind of registry lastgood knows. */
export const registryKinds = ['directory', 'catalog', 'mlflow', 'dvc'] as const;
export type RegistryKind = (typeof registryKinds)[number];

/** Which registry this is, for people and for records. */
export type RegistryIdentity = {
  /** Configured name, or the last part of its place. */
  readonly name: string;
  readonly kind: RegistryKind;
  /** Folder or address. */
  readonly place: string;
};

/** What a kind of registry can do; screens and verbs derive what they offer from it. */
export type Capabilities = {
  readonly compareAndSwap: boolean;
  readonly history: boolean;
  readonly stages: boolean;
  readonly aliases: boolean;
  readonly artifacts: boolean;
  readonly register: boolean;
  readonly lineage: boolean;
};

/** Why nothing may be written to a registry that can be read: its file is torn, or another program's shape. Safe to show. */
export type Unwritable = {
  readonly code: ErrorCode;
  readonly problem: string;
  readonly hint: string;
  /** Doctor can put the file back; left out where nobody here can. */
  readonly repair?: 'doctor';
};

/** What one pointer said when it was read. */
export type PointerReading =
  | { readonly state: 'absent' }
  /** Names a version of the model that exists. */
  | {
      readonly state: 'names';
      readonly version: string;
      /** Where a file lets several hold the alias: the others, oldest first. `version` is the newest by version order. */
      readonly others?: readonly string[];
    }
  /** Names something of the model that does not exist. */
  | { readonly state: 'dangling'; readonly text: string }
  /** Cannot be used: a real folder, a link that leaves the registry, a loop, no permission. Never overwritten when `blocking`. */
  | { readonly state: 'unusable'; readonly problem: string; readonly blocking: boolean };

/** A projection of an alias as it stands outside. */
export type Pointer = {
  readonly alias: string;
  /** Path inside the registry, for people. */
  readonly target: string;
  /** `own`: this model's alone. `shared`: one for all models (S0's `latest`), present here only when it names this model. */
  readonly scope: 'own' | 'shared';
  /**
   * A version stands in at most one of the aliases that say this (MLflow's stages): whoever enters one leaves the other, and whoever
   * is replaced is archived.
   */
  readonly isStage?: true | undefined;
  /** For a shared pointer that names this model though by the histories it is another's: that one. Somebody moved it. */
  readonly recordedFor?: string;
  readonly reading: PointerReading;
};

/**
 * An alias that bears the name of a stage and is none: both may be on different versions, so by its name the stage is meant. It is shown,
 * its version is not archived, and nothing moves it.
 */
export type Namesake = {
  readonly alias: string;
  /** For people: its own address. */
  readonly target: string;
  readonly version: string;
};

/** A rollback that another program recorded before lastgood kept the history. */
export type ForeignRollback = {
  readonly version: string;
  readonly target: string;
  readonly at: string;
  readonly actor: string;
  readonly reason: string;
};

/** A version folder or row, without its metadata having been read. */
export type IndexedVersion = {
  readonly version: string;
  readonly whole: 'complete' | 'incomplete';
  /** What the registry's own file says of its state; undefined where files say nothing of states. */
  readonly state?: VersionState | undefined;
  /**
   * ISO 8601 UTC: when it went live, by the registry's own file, of a version that is not live by it now. How that ended no file says,
   * so it proves nothing.
   */
  readonly saidLiveAt?: string | undefined;
  /** Of an incomplete one in a copy: it is whole in the bucket, and its record is on its way. */
  readonly arriving?: Arriving | undefined;
  /** Of an incomplete one: what the registry itself says of why. */
  readonly unfinished?: Unfinished | undefined;
  /** Where the registry is read from a copy: why it may not become live though it is whole here. */
  readonly disagreement?: Disagreement | undefined;
  /** Why it may not become live under one alias, though it may under another. */
  readonly obstacles?: readonly AliasObstacle[] | undefined;
};

/** What stands in the way of a version under one alias. Safe to show. */
export type AliasObstacle = {
  readonly alias: string;
  /** Follows the name of the version: `is still in training's folder`. */
  readonly problem: string;
  readonly hint: string;
  /** `plan-blocked` where nothing says more. */
  readonly code?: ErrorCode | undefined;
};

/** A projection that does not say what its history says, though nobody is to decide about it: the history has. Values are versions; of a log that is missing null. */
export type StaleProjection = {
  readonly kind: 'set-pointer' | 'write-log';
  readonly alias: string;
  /** For people: where it is. */
  readonly target: string;
  readonly says: string | null;
  readonly recorded: string | null;
};

/** In what the place where the truth is does not agree with what is read here. */
export type Disagreement = {
  readonly code:
    | 'version-incomplete'
    | 'version-damaged'
    | 'history-forked'
    | 'history-ahead'
    | 'history-damaged'
    | 'plan-blocked';
  /** Follows the name of the version, or of the model whose history it is: `is not in the bucket`. */
  readonly problem: string;
  readonly hint: string;
  /** Of a version: what this machine has of it is not to be used either. */
  readonly isUnusableHere?: boolean | undefined;
};

/** What a registry's own file says of a model as a whole. What the history says goes before it. Safe to show. */
export type ModelDescription = {
  readonly description: string | undefined;
  readonly owner: string | undefined;
  readonly notes: string | undefined;
  readonly tags: readonly string[];
};

/** One model as found: cheap to load, no metadata read. */
export type ModelIndex = {
  readonly model: string;
  /** The alias that is meant where none is named, where it is not the one of the kind. */
  readonly usualAlias?: string | undefined;
  /** Undefined where files say nothing of models. */
  readonly described?: ModelDescription | undefined;
  /** Oldest first, by version order. */
  readonly versions: readonly IndexedVersion[];
  readonly pointers: readonly Pointer[];
  /** Aliases that bear the name of a stage, where there are any. */
  readonly namesakes?: readonly Namesake[] | undefined;
  readonly entries: readonly StoredEntry[];
  readonly defects: readonly HistoryDefect[];
  readonly foreignRollbacks: readonly ForeignRollback[];
  /** Operations that left traces outside and are not in the history, oldest first: it was longer once. */
  readonly lostOperations: readonly string[];
  /** Where the registry is read from a copy: why nothing may be written to the model. */
  readonly disagreement?: Disagreement | undefined;
  /** Where the registry is read from a copy: the bucket was not listed to its end yet, so what is live may still be to come. */
  readonly isArriving?: boolean | undefined;
  /** Where the registry is read from a copy: what is not in line where the truth is. In a working tree: what a move that was cut off left. */
  readonly stale?: readonly StaleProjection[] | undefined;
  /** Versions with a record of ours that are missing from the registry's own file, oldest first: the next write puts them back. */
  readonly lostVersions?: readonly string[] | undefined;
  /** Versions that the registry's own file had and has no more; none: the model itself. A copy still has them. */
  readonly missingVersions?: readonly string[] | undefined;
  /** Values of the registry's own file that another program set, and that are not what is on record: they stay until somebody decides. */
  readonly foreignFacts?: readonly ForeignFact[] | undefined;
};

/** Versions of a model that the registry's own file had and has no more, though nothing of lastgood removed them. */
export type MissingRows = { readonly model: string; readonly versions: readonly string[] };

/** A model that has no version yet. */
export function emptyModel(model: string): ModelIndex {
  return {
    model,
    versions: [],
    pointers: [],
    entries: [],
    defects: [],
    foreignRollbacks: [],
    lostOperations: [],
  };
}

/** Whether the registry has been written by lastgood, and whether this lastgood may write it. */
export type Adoption = 'never-written' | 'adopted' | 'too-new' | 'unreadable';

/** Something in the registry's place that is not part of it, and why it was left out. */
export type Stranger = { readonly name: string; readonly why: string };

/** Everything cheap about a registry at one moment. */
export type RegistryIndex = {
  readonly kind: RegistryKind;
  /**
   * What counts where the registry itself and its history differ, of aliases, states and descriptions. `registry`: other programs move
   * what is live as of right (MLflow), and the history is our record of it; what it does not know is news, not drift.
   * `history` where it is not said.
   */
  readonly leads?: 'history' | 'registry' | undefined;
  readonly adoption: Adoption;
  /** Names of the stages that versions stand in; left out where the registry has no stages. */
  readonly stages?: readonly string[] | undefined;
  /** Name of our own folder; `.lastgood` where it is not said. */
  readonly ownFolder?: string | undefined;
  /** Sorted by name. */
  readonly models: readonly ModelIndex[];
  /** The model that is worked on now, where a registry says so (S4's params.yaml). */
  readonly currentModel?: string | undefined;
  readonly strangers: readonly Stranger[];
  /** Shared pointers that cannot be used or name no model: shown with the registry. */
  readonly sharedProblems: readonly Pointer[];
  /** The registry's own file, where somebody removed it: what is shown is what it said before lastgood last wrote it. */
  readonly removedFile?: string | undefined;
  /** Why nothing may be written; undefined when it may. */
  readonly unwritable?: Unwritable | undefined;
  /** Operations with a journal: running, or cut off. */
  readonly operations: readonly OperationRecord[];
  /** ISO 8601 UTC: when it was read. */
  readonly readAt: string;
};
