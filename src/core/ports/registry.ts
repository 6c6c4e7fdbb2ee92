import type { BoundFile, GateReport } from '../gate/report.ts';
import type { EntryDraft, EntryOrigin } from '../history/entry-draft.ts';
import type { OperationOwner, OperationRecord, OwnerState } from '../operation/operation-record.ts';
import type { Step } from '../plan/step.ts';
import type { Registration } from '../registration/registration.ts';
import type {
  Capabilities,
  ModelIndex,
  RegistryIdentity,
  RegistryIndex,
} from '../registry/registry-index.ts';
import type { Version } from '../registry/version.ts';
import type { EvidenceFolder } from './evidence.ts';
import type { HistoryLog } from './history-log.ts';
import type { LineageReading } from './lineage.ts';
import type { Mirror, MirrorWriter } from './mirror.ts';
import type { ServingReader } from './serving.ts';
import type { RefreshOptions, Source } from './source.ts';
import type { Unkeepable } from './unkeepable.ts';

/** How a long read is watched and given up. */
export type ReadOptions = {
  readonly signal?: AbortSignal | undefined;
  /** Called with what is done and what there is to do, in bytes or items; at most some times a second. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
};

/** `listing`: what lists show, from one file per version. `everything`: all metrics there are, which may cost more files. */
export type VersionDetail = 'listing' | 'everything';

/** One file of a version held against its record. */
export type FileCheck = {
  readonly name: string;
  readonly outcome: 'verified' | 'differs' | 'missing' | 'elsewhere' | 'nothing-recorded' | 'unreadable';
  readonly detail: string;
  /** It is the record of the registration itself: that this is whole says nothing of the files the version is made of. */
  readonly isRecord?: boolean | undefined;
  /** Only a listing says so, no digest: it is told before a move, and keeps nobody from it. */
  readonly onlyWarns?: boolean | undefined;
};

/** The files of a version, checked. */
export type Verification = {
  readonly model: string;
  readonly version: string;
  readonly checks: readonly FileCheck[];
};

/** A registered file that no verdict can be bound to. `why` follows its name: `is not on this machine`. */
export type UnboundFile = { readonly name: string; readonly why: string };

/** What a verdict on a version stands on beside its evidence. */
export type VersionBinding = {
  /** metadata.json first, with the digests the files have now. */
  readonly files: readonly BoundFile[];
  readonly unbound: readonly UnboundFile[];
  /** Every registered file held against its record: a verdict on files that contradict it is none. */
  readonly checks: readonly FileCheck[];
};

/** A file that a verdict stands on, held against its digest. `unread`: it is there and of its size; nobody read its bytes. */
export type BoundCheck = Omit<FileCheck, 'outcome'> & { readonly outcome: FileCheck['outcome'] | 'unread' };

/** How bound files are checked. `measured`: of large weights only that they are there and of their size, which costs nothing. */
export type CheckOptions = ReadOptions & { readonly weights?: 'read' | 'measured' | undefined };

/** One projection brought in line with the history, or not. `given-up`: it was refused for good, and nothing tries it again. */
export type ProjectionOutcome = {
  readonly target: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly outcome: 'written' | 'already' | 'blocked' | 'failed' | 'given-up';
  readonly problem: string | undefined;
};

/** A gate's report as it is kept, or why there is none; `problem` is safe to show. */
export type GateReportReading =
  | { readonly ok: true; readonly report: GateReport }
  | { readonly ok: false; readonly problem: string };

/** Something to keep in the registry under its digest, before the entry that speaks of it. */
export type KeptFile = {
  /** For people: `core_eval_main/summary.json`, `gate.json`. */
  readonly name: string;
  readonly sha256: string;
  /** What people wrote stands in it: where others get everything that is kept, it stays on this machine. */
  readonly isPrivate?: boolean;
} & ({ readonly from: 'file'; readonly path: string } | { readonly from: 'text'; readonly text: string });

/** Reading a registry. Nothing here ever writes. */
export interface RegistryReader {
  readonly identity: RegistryIdentity;
  readonly capabilities: Capabilities;

  /**
   * Names, pointers, history and journals of everything there is; no metadata.
   * @throws NotFoundError registry-not-found, registry-not-a-folder; UnavailableError when the outside refuses.
   */
  loadIndex(options?: ReadOptions): Promise<RegistryIndex>;

  /**
   * The metadata of versions, in the order asked. What cannot be read comes back as damaged or incomplete.
   * @throws InvalidInputError invalid-name
   */
  loadVersions(
    model: string,
    versions: readonly string[],
    detail: VersionDetail,
    options?: ReadOptions,
  ): Promise<readonly Version[]>;

  /**
   * What further files say of where versions come from (S2's lineage.json), of all models at once; undefined for a kind that has no
   * such file: there the records of the versions are all there is.
   */
  loadLineage?(options?: ReadOptions): Promise<LineageReading>;

  /** Recomputes the digest of every file recorded for a version: each is read, whatever is known of it. */
  verifyVersion(model: string, version: string, options?: ReadOptions): Promise<Verification>;

  /**
   * Where weights that a version names are on this machine, as an absolute path; undefined for a name that is no path here. Pure:
   * whether anything is there is not looked at.
   */
  placeWeights(name: string): string | undefined;

  /** The files registered with a version, as a place of evidence. Nothing is read yet. */
  openEvidence(model: string, version: string): EvidenceFolder;

  /**
   * What a verdict on a version is bound to beside its evidence: its metadata.json and every file it was registered with that is on
   * this machine, weights too. Digests are computed now; large files that this process has read and that have not changed since are
   * not read again. What is wrong with a file is in the answer.
   * @throws NotFoundError version-not-found; UnavailableError when metadata.json cannot be read
   */
  bindVersion(model: string, version: string, options?: ReadOptions): Promise<VersionBinding>;

  /** The digest of the version's record as it is now. @throws NotFoundError version-not-found; UnavailableError */
  hashRecord(model: string, version: string): Promise<string>;

  /** The report of a verdict by the digest that the history has of it; what is not those bytes is not a report. */
  loadGateReport(reportSha256: string): Promise<GateReportReading>;

  /**
   * Holds files a verdict stands on against their digests, in the order given. What is not there is `missing`; weights that were
   * hashed on another machine are `elsewhere`. Large ones that this process has read and that have not
   * changed since are not read again. Never throws for what is wrong with one.
   */
  checkBoundFiles(
    model: string,
    version: string,
    files: readonly BoundFile[],
    options?: CheckOptions,
  ): Promise<readonly BoundCheck[]>;

  /** What a move will change outside the history, each with the value expected now. Pure: nothing is read. */
  describeProjections(
    index: RegistryIndex,
    model: ModelIndex,
    draft: EntryDraft,
    operationId: string,
  ): readonly Step[];

  /**
   * Why the registry would refuse what a draft says; undefined: it takes it. Left out by kinds that take all that a history does. Pure.
   */
  findUnkeepable?(draft: EntryDraft, origin: Omit<EntryOrigin, 'tool'>): Unkeepable | undefined;

  /** Why versions of a model come into this registry by no registration; undefined: they do. Left out by kinds that register. Pure. */
  findUnregistrable?(model: string): Unkeepable | undefined;

  /** The steps that add a version. Pure. */
  describeRegistration(registration: Registration): readonly Step[];

  /** Whether the process behind a journal still runs. */
  judgeOwner(owner: OperationOwner): Promise<OwnerState>;

  /**
   * Calls back, bunched, after something in the registry changed, until the returned function is called.
   * Best effort: a change may be missed where the system cannot watch; a periodic check covers that.
   */
  watch(onChange: () => void): () => void;
}

/** How projecting is watched and stopped. */
export type ProjectOptions = {
  readonly signal?: AbortSignal | undefined;
  /** Targets of pointers that another program moved and nobody has decided about: they keep what they say. */
  readonly leave?: ReadonlySet<string> | undefined;
  /** Called after each projection. */
  readonly onStep?: ((outcome: ProjectionOutcome) => void) | undefined;
};

/** Changing a registry. Called by the code in `core/apply` only. */
export interface RegistryWriter {
  readonly history: HistoryLog;

  /**
   * Brings what is read here up to date with where the truth is, before a write is judged by it. Nothing to do where they are one.
   * @param options `model`: the only one that will be written
   * @throws UnavailableError when that cannot be reached: nothing may be written then.
   */
  catchUp(options?: RefreshOptions): Promise<void>;

  /** Makes the place ready for its first write. Idempotent. @throws UnavailableError format-too-new and others. */
  initialise(): Promise<void>;

  /** Writes an operation's journal durably, before its first change. */
  writeJournal(record: Omit<OperationRecord, 'owner'>): Promise<void>;
  /** Removes it, after the last change. */
  removeJournal(operationId: string): Promise<void>;

  /**
   * Adds a version: complete or invisible at every instant. Its name is the one asked for, or the next free number.
   * @throws ConflictError version-exists; InvalidInputError and UnavailableError with nothing left behind.
   */
  addVersion(registration: Registration, operationId: string, options?: ReadOptions): Promise<AddedVersion>;

  /**
   * Keeps a file under its digest, durably; nothing is written when it is kept already.
   * @throws ConflictError evidence-changed when the file is not of that digest any more, kept already or not; UnavailableError
   */
  keepFile(file: KeptFile): Promise<void>;

  /**
   * The version that an operation which was cut off had staged or added, when it is of the same registration; undefined when it is of
   * another one, or nothing is left of it. Changes nothing that anybody sees.
   * @throws InvalidInputError, UnavailableError when what is to be registered cannot be read
   */
  findBegunVersion(
    registration: Registration,
    begun: { readonly operationId: string; readonly asStagedBy: string },
    options?: ReadOptions,
  ): Promise<string | undefined>;

  /** The version an operation added, for when its process ended before it could record it. */
  findAddedVersion(model: string, operationId: string): Promise<AddedVersion | undefined>;

  /**
   * Brings every projection of the model in line with the head of its history, and again if the head moved meanwhile.
   * Never throws for one projection: it is reported as blocked or failed and the others go on.
   * Stops between two projections when `signal` is aborted; those not reached are not in the answer.
   */
  project(model: string, options?: ProjectOptions): Promise<readonly ProjectionOutcome[]>;

  /**
   * Puts back a file of the registry that was torn, from what is known of it, and keeps what is left of it beside. Nothing is done, and
   * nothing told, where all can be read. @throws UnavailableError
   */
  restore(): Promise<readonly ProjectionOutcome[]>;

  /**
   * Puts back versions that a file of the registry had before our last write and has no more, and keeps the file as it stands beside.
   * Nothing is done, and nothing told, where none is missing. @throws UnavailableError
   */
  restoreMissing(): Promise<readonly ProjectionOutcome[]>;

  /** Removes files that cut-off operations left behind. Returns what it removed. */
  removeLeftovers(keep: readonly OperationRecord[]): Promise<readonly string[]>;
}

/** A version that was added. */
export type AddedVersion = {
  readonly version: string;
  /** Where it is, inside the registry. */
  readonly target: string;
  readonly metadataSha256: string;
};

/** A registry of some kind: what is called by compose and handed to every use of it. */
export type Registry = {
  readonly reader: RegistryReader;
  readonly writer: RegistryWriter;
  /** The bucket or server behind what is read here; undefined where the files of this machine are all there is. */
  readonly source?: Source | undefined;
  /** The bucket behind it; undefined where the folder is all there is. */
  readonly mirror?: { readonly reader: Mirror; readonly writer: MirrorWriter } | undefined;
  /** How its models are served; undefined where a registry does not say. */
  readonly serving?: ServingReader | undefined;
};
