import type { Stranger } from '../../core/registry/registry-index.ts';
import type { MlflowArtifact, MlflowModel, MlflowRun, MlflowVersion } from './entities.ts';
import type { CallOptions, VersionPlace } from './mlflow-client.ts';

/** A model with all its versions that are not deleted, in any order. */
export type MlflowContent = { readonly model: MlflowModel; readonly versions: readonly MlflowVersion[] };

/** Who hears of what is read while more is on its way. */
export type ReadAllOptions = CallOptions & {
  readonly onModels: (models: readonly MlflowModel[]) => void;
  readonly onVersions: (versions: readonly MlflowVersion[]) => void;
};

/**
 * Where MLflow keeps a registry: a server, or the folder of its file store. Reading only.
 * Every method throws what {@link MlflowClient} or the file system throws, and the signal's reason.
 */
export type MlflowOrigin = {
  /** For people: the address without any secret, or the absolute path of the folder. */
  readonly url: string;
  /** Everything there is, told page by page; then what stands there and is no part of it. */
  readAll(options: ReadAllOptions): Promise<{ readonly strangers: readonly Stranger[] }>;
  /** One model as it is now; undefined: there is none of that name. */
  readModel(name: string, options?: CallOptions): Promise<MlflowContent | undefined>;
  /** Runs by id, in any order; those that are not there are left out. */
  readRuns(runIds: readonly string[], options?: CallOptions): Promise<readonly MlflowRun[]>;
  /** The files of a version, all levels, bounded; undefined where they cannot be listed from here, none where nothing is there. */
  listFiles(
    version: MlflowVersion,
    run: MlflowRun | undefined,
    options?: CallOptions,
  ): Promise<readonly MlflowArtifact[] | undefined>;
  /** Where the files of a version are, as the server resolves it. */
  findDownloadUri(place: VersionPlace, options?: CallOptions): Promise<string | undefined>;
};
