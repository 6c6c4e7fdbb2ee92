import { toAppError } from '../../core/errors/app-error.ts';
import type { ReadOptions } from '../../core/ports/registry.ts';
import type { RefreshOptions, Source, SourceCondition } from '../../core/ports/source.ts';
import { findSourceProblem } from '../source/find-source-problem.ts';
import { shareRead } from '../source/share-read.ts';
import { type Contents, emptyContents, separateStrangers, startGathering } from './contents.ts';
import { printTime } from './describe-version.ts';
import type { MlflowVersion } from './entities.ts';
import type { CallOptions } from './mlflow-client.ts';
import type { MlflowContent, MlflowOrigin } from './origin.ts';
import { chooseFirstRuns, readMissingRuns } from './read-runs.ts';
import { loadSnapshot, type SnapshotContext, saveModel, saveSnapshot } from './snapshot-file.ts';

/** What reading a server needs. */
export type MlflowSourceOptions = SnapshotContext & {
  readonly origin: MlflowOrigin;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Whether what was read is remembered in files of this machine, for when the server cannot be reached. */
  readonly isRemembered: boolean;
  /** Called when something was read. */
  readonly onChange: () => void;
};

/** The server behind what was last read of it. */
export type MlflowSource = Source & {
  /** What was last read, by this process or an earlier one. */
  readonly open: () => Promise<Contents>;
  /** Reads one model now; undefined: the server has none of that name. */
  readonly readModel: (name: string, options?: CallOptions) => Promise<MlflowContent | undefined>;
  /**
   * Remembers a model as it was last read, so that what this machine did itself is known to it without the server too. Never throws for
   * what the file system refuses: it is a memory.
   */
  readonly remember: (name: string) => Promise<void>;
  /** Asks for the runs of these versions where they are not known; while everything is read that is done there. */
  readonly loadRuns: (versions: readonly MlflowVersion[], options?: CallOptions) => Promise<void>;
  readonly isRefreshing: () => boolean;
  /** Why nobody asks the server for what can be done without: it could not be reached a moment ago. undefined: ask. */
  readonly findRest: () => SourceCondition['problem'];
  /** Why the server took a write, or did not. */
  readonly noteWrite: (problem: SourceCondition['writeProblem']) => void;
};

/** How long nobody asks a server for runs again after it could not be reached, in milliseconds. */
const restAfterFailureMs = 10_000;

/** The server behind a registry. Creating it touches nothing. */
export function createMlflowSource(options: MlflowSourceOptions): MlflowSource {
  const { origin, now, onChange, places, isRemembered } = options;
  const contents = emptyContents();
  let opened: Promise<Contents> | undefined;
  let seenAt: number | undefined;
  let problem: SourceCondition['problem'];
  let failedAt: number | undefined;
  let writeProblem: SourceCondition['writeProblem'];
  let isRefreshing = false;
  let isRead = false;
  let listed = 0;

  const open = (): Promise<Contents> => {
    opened ??= (isRemembered ? loadSnapshot(options, contents) : Promise.resolve(undefined)).then(found => {
      seenAt ??= found;
      return contents;
    });
    return opened;
  };
  const note = (thrown: unknown, signal: AbortSignal | undefined): void => {
    const found = findSourceProblem(thrown, signal);
    if (found === undefined) return;
    problem = found;
    failedAt = now();
  };
  const findRest = (): SourceCondition['problem'] =>
    failedAt !== undefined && now() - failedAt < restAfterFailureMs ? problem : undefined;
  const noteAnswer = (): void => {
    problem = undefined;
    failedAt = undefined;
  };

  const readAll = async ({ signal, onProgress }: ReadOptions): Promise<void> => {
    isRefreshing = true;
    listed = 0;
    try {
      await open();
      const isFirst = contents.models.size === 0;
      const gathering = startGathering();
      const tell = (): void => {
        listed = gathering.count();
        onProgress?.(listed, listed);
        if (!isFirst) return;
        contents.isArriving = true;
        show(gathering.list());
      };
      const { strangers } = await origin.readAll({
        signal,
        onModels: page => {
          gathering.addModels(page);
          tell();
        },
        onVersions: page => {
          gathering.addVersions(page);
          tell();
        },
      });
      contents.isArriving = false;
      const { strangers: unnamed } = show(gathering.list());
      contents.strangers = [...strangers, ...unnamed];
      await readMissingRuns(origin, contents, chooseFirstRuns(contents), { signal });
      seenAt = now();
      isRead = true;
      noteAnswer();
      if (isRemembered) await saveSnapshot(options, contents, seenAt);
    } catch (thrown) {
      note(thrown, signal);
      throw thrown;
    } finally {
      isRefreshing = false;
      onChange();
    }
  };
  const show = (models: readonly MlflowContent[]): ReturnType<typeof separateStrangers> => {
    const separated = separateStrangers(models);
    const readAt = now();
    contents.models = new Map(separated.shown.map(content => [content.model.name, { content, readAt }]));
    onChange();
    return separated;
  };
  const share = shareRead(readAll);

  const readModel: MlflowSource['readModel'] = async (name, callOptions = {}) => {
    await open();
    try {
      const content = await origin.readModel(name, callOptions);
      if (content === undefined) contents.models.delete(name);
      else contents.models.set(name, { content, readAt: now() });
      noteAnswer();
      return content;
    } catch (thrown) {
      note(thrown, callOptions.signal);
      throw thrown;
    }
  };
  const refreshModel = async (name: string, callOptions: CallOptions): Promise<void> => {
    const lastReadAt = (await open()).models.get(name)?.readAt;
    // Who waits for the answer knows from the start that there is something to show without it.
    seenAt ??= lastReadAt;
    try {
      const content = await readModel(name, callOptions);
      if (content !== undefined)
        await readMissingRuns(origin, contents, content.versions, { ...callOptions, isAnew: true });
      seenAt = now();
      if (isRemembered) await saveModel(options, contents, name);
    } catch (thrown) {
      note(thrown, callOptions.signal);
      // Nothing else is asked about: what is known of this model is as old as it is.
      seenAt = lastReadAt ?? seenAt;
      throw thrown;
    }
  };

  return {
    getCondition: () => ({
      url: origin.url,
      cache: places.root,
      seenAt: printTime(seenAt),
      problem,
      isRefreshing,
      listed: isRefreshing ? listed : 0,
      isRead,
      writeProblem,
    }),
    refresh: async ({ model, ...readOptions }: RefreshOptions = {}) =>
      model === undefined ? await share(readOptions) : await refreshModel(model, readOptions),
    open,
    readModel,
    remember: async name => {
      if (isRemembered) await saveModel(options, contents, name).catch(toAppError);
    },
    loadRuns: async (versions, callOptions = {}) => {
      if (isRefreshing || findRest() !== undefined) return;
      // That metrics are missing is said of each version; what is known of it is shown all the same.
      await readMissingRuns(origin, contents, versions, callOptions).catch((thrown: unknown) => {
        callOptions.signal?.throwIfAborted();
        note(thrown, callOptions.signal);
      });
    },
    isRefreshing: () => isRefreshing,
    findRest,
    noteWrite: found => {
      writeProblem = found;
    },
  };
}
