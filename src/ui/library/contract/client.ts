import type {
  Comparison,
  Lineage,
  LiveVersion,
  Metrics,
  ModelEntry,
  ModelSummary,
  Ranking,
  Receipt,
  VersionDetails,
  VersionEntry,
  VersionName,
  VersionState,
} from './answers.ts';
import type {
  Description,
  NewVersion,
  OpenOptions,
  PromoteOptions,
  RollbackOptions,
  WriteOptions,
} from './requests.ts';

/**
 * What there is for a program that imports lastgood, as types. The build puts the files of this folder together into
 * dist/api.d.ts, so that what is checked here is what is shipped: they import types, and only each other's.
 */

/**
 * Opens a registry. Nothing is read yet.
 * Rejects with an {@link AppError}, as every method does.
 */
export type OpenRegistry = (options?: OpenOptions) => Promise<RegistryClient>;

/** A failure that was foreseen; `docs/errors.md` has every code. */
export type AppError = Error & {
  /** Permanent. */
  readonly code: string;
  /** One action that gets further, in a sentence. */
  readonly hint: string;
  /** What the command line exits with. */
  readonly exitCode: number;
  readonly data: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
};

/** For `thrown instanceof AppError`. */
export type AppErrorClass = abstract new (...given: never[]) => AppError;

/**
 * A registry that is open. Names of versions are taken as people type them: `7`, `v7`, `model_v7`. Every method reads the registry
 * anew; every write is planned, confirmed by what it is given, carried out and put on record as the command line's are.
 */
export type RegistryClient = {
  /** How it is called; its kind; where it is. */
  readonly name: string;
  readonly kind: string;
  readonly place: string;

  readonly listModels: () => Promise<readonly ModelEntry[]>;
  /** Oldest first, by version order. */
  readonly listVersions: (
    model: string,
    options?: { readonly state?: VersionState | undefined },
  ) => Promise<readonly VersionEntry[]>;
  /** Rejects with `version-not-found` and others. */
  readonly getVersion: (model: string, version: string) => Promise<VersionDetails>;
  /** The newest complete version, by version order. Rejects with `version-not-found` where there is none. */
  readonly getLatest: (model: string) => Promise<VersionDetails>;
  /** What is live under an alias, the usual one unless it is named; undefined when nothing is. */
  readonly findLive: (model: string, alias?: string) => Promise<VersionDetails | undefined>;
  /** All that is live, of all models. */
  readonly listDeployed: () => Promise<readonly LiveVersion[]>;
  readonly compareVersions: (model: string, before: string, after: string) => Promise<Comparison>;
  /** Ranks by a metric, or by what training took: `cost_usd`, `duration_hours`. */
  readonly rankVersions: (
    model: string,
    metric: string,
    options?: { readonly best?: 'highest' | 'lowest' | undefined },
  ) => Promise<Ranking>;
  /** One model, or all by name. */
  readonly summarise: (model?: string) => Promise<readonly ModelSummary[]>;

  readonly getLineage: (model: string, version: string) => Promise<Lineage>;
  /** The versions of a model as a tree of lines: `majora version tree:`, then one for each. */
  readonly formatTree: (model: string) => Promise<string>;

  /** Adds a version. The receipt says which. */
  readonly register: (version: NewVersion, options?: WriteOptions) => Promise<Receipt & VersionName>;
  /** Records metrics beside those there are. Verdicts on the version then count no more. */
  readonly score: (
    model: string,
    version: string,
    metrics: Metrics,
    options?: WriteOptions,
  ) => Promise<Receipt>;
  readonly setState: (
    model: string,
    version: string,
    state: VersionState,
    options?: WriteOptions,
  ) => Promise<Receipt>;
  /** @param version undefined: of the model itself */
  readonly describe: (
    model: string,
    version: string | undefined,
    description: Description,
  ) => Promise<Receipt>;
  /** Makes a version live. */
  readonly promote: (model: string, version: string, options?: PromoteOptions) => Promise<Receipt>;
  /** Goes back to an earlier version, and holds the one that is left. */
  readonly rollback: (model: string, options: RollbackOptions) => Promise<Receipt>;
  /** Takes back an operation; without an id the newest of the model. */
  readonly undo: (
    model: string,
    options: WriteOptions & {
      readonly operationId?: string | undefined;
      readonly confirm?: string | undefined;
    },
  ) => Promise<Receipt>;
};
