import type { Json } from '../../core/history/canonical-json.ts';
import type { Examinable } from '../../core/ports/examinable.ts';
import type { RunLog } from '../../core/ports/run-log.ts';
import type { RegistryKind } from '../../core/registry/registry-index.ts';
import type { KnownSecret } from '../../core/secrets/known-secrets.ts';
import type { Judging } from '../../core/session/judge-version.ts';
import type { PublicationDesk } from '../../core/session/prepare-publication.ts';
import type { Session } from '../../core/session/session.ts';
import type { MissingRegistry } from '../../core/settings/judge-place.ts';
import type { LocalModel } from '../../core/weights/local-model.ts';
import type { Charset } from '../terminal/describe-terminal.ts';
import type { Behind } from './behind.ts';

/** What was said on the command line about which registry and how to use it. Undefined: not said there. */
export type GlobalOptions = {
  /** A configured name, a folder, `directory:` and a folder, `gs://bucket/prefix`, or the address of an MLflow server. */
  readonly registry: string | undefined;
  /** Folder of the local copy of a bucket or server. */
  readonly cache: string | undefined;
  /** Way to a bucket: `sdk` or `gsutil`. */
  readonly transport: string | undefined;
  /** No bucket and no server is asked. */
  readonly offline: boolean;
  readonly actor: string | undefined;
  readonly readOnly: boolean;
  readonly configuration: string | undefined;
  /** Kind of registry that the command works on, where it is an original's; registries of other kinds are not meant then. */
  readonly kind?: RegistryKind | undefined;
  /** Model that the command works on, and looks at no other: of a server only this one is read first. */
  readonly model?: string | undefined;
  /** Nothing is changed: a working tree stays where it is. */
  readonly isDryRun?: boolean | undefined;
};

/**
 * What a session is opened for. Who acts is only looked for, at the cost of asking git, where something may be written. A bucket
 * or server is read first, but for `to-sync`: that verb reads it itself.
 */
export type SessionPurpose = 'to-look' | 'to-change' | 'to-sync';

/** Everything a verb may use. */
export type Host = Outside & { readonly behind: Behind };

/** Everything of the outside. Made in `bin`; tests make their own. */
export type Outside = {
  /** Name and version of this program, for example `lastgood 0.1.0`. */
  readonly tool: string;
  /**
   * Opens the registry that is meant.
   * @param missing what it means when there is none; refused unless it is said
   * @throws InvalidInputError registry-not-chosen, registry-ambiguous, invalid-configuration; NotFoundError registry-not-found
   */
  readonly openSession: (
    options: GlobalOptions,
    purpose: SessionPurpose,
    missing?: MissingRegistry,
  ) => Promise<Session>;
  /**
   * The same for a bare `lastgood`: where no registry is named and none is found, the built-in sample, as a temporary copy.
   * @throws as `openSession`, but for registry-not-chosen
   */
  readonly openSessionOrSample: (options: GlobalOptions) => Promise<Session>;
  /** What a results folder is judged with where no registry is meant. @throws InvalidInputError invalid-configuration */
  readonly openJudging: (options: GlobalOptions) => Promise<Judging>;
  /** Whether the console can be opened: stdin and stdout are terminals. */
  readonly canOpenConsole: boolean;
  /** Opens the console and resolves with the exit code when it is closed. */
  readonly openConsole: (options: ConsoleOptions) => Promise<number>;
  readonly writeOut: (text: string) => void;
  readonly writeError: (text: string) => void;
  /** Whether a person can be asked: stdin and stderr are terminals. */
  readonly canAsk: boolean;
  /** The line that was typed, without its line break; empty when the input has ended or `stop` is aborted. */
  readonly ask: (question: string) => Promise<string>;
  /** Whether stdout is a terminal. */
  readonly outIsTerminal: boolean;
  /** Columns of stdout's terminal, or 100. */
  readonly columns: number;
  /** The characters that the terminal can show, by its locale. */
  readonly charset: Charset;
  /** What stands at a path, following links, with its absolute form. */
  readonly findPath: (
    path: string,
  ) => Promise<{ readonly path: string; readonly kind: 'file' | 'folder' | 'other' | 'nothing' }>;
  /** A model on this machine that a server could load, at a path as typed, or why there is none. */
  readonly findLocalModel: (path: string) => Promise<LocalModel>;
  /** The value of a YAML or JSON file, whatever it is called: JSON is YAML. @throws InvalidInputError unreadable-file */
  readonly readValueFile: (path: string) => Promise<Json>;
  /**
   * What would keep a file from being written, in words that follow "because", and where; undefined when nothing is known to. Changes
   * nothing. `in-place` is asked for `writeFile` and `appendLines`, `replaced` for `replaceFile`.
   */
  readonly findWriteObstacle: (
    path: string,
    way: 'in-place' | 'replaced',
  ) => Promise<{ readonly words: string; readonly path: string } | undefined>;
  /** Writes a file the caller named, such as `--metadata-output`, and makes folders on its way. @throws UnavailableError */
  readonly writeFile: (path: string, text: string) => Promise<void>;
  /**
   * Creates or replaces a file of results, and folders on its way: a reader sees the old text or the new, never a part.
   * @throws UnavailableError
   */
  readonly replaceFile: (path: string, text: string) => Promise<void>;
  /** Adds whole lines to the end of a file of results, and makes it and folders on its way. @throws UnavailableError */
  readonly appendLines: (path: string, text: string) => Promise<void>;
  /**
   * The runs of an MLflow server, which is not asked yet.
   * @param place its address, and where that was named: `MLFLOW_TRACKING_URI`, `--registry`, or the path of a file
   * @throws InvalidInputError capability-missing for a folder: runs are logged on a server only; usage for what is no address
   */
  readonly openRunLog: (
    place: { readonly url: string; readonly said: string },
    options: GlobalOptions,
  ) => Promise<RunLog>;
  /** What publishing needs beside the registry; the hub is not asked yet. @throws InvalidInputError invalid-configuration */
  readonly openPublicationDesk: (options: GlobalOptions) => Promise<PublicationDesk>;
  /** Every service that is configured, with the registry; none is asked yet. @throws InvalidInputError invalid-configuration, usage and as opening does */
  readonly openConnections: (options: GlobalOptions) => Promise<readonly Examinable[]>;
  /** A page of docs that comes with the program, as Markdown. @param file its name, such as `registries.md` */
  readonly readPage: (file: string) => Promise<string>;
  /** The time, as ISO 8601 UTC. */
  readonly now: () => string;
  /** Variables of the environment that the originals' commands honour (MODEL_NAME, LLAMA_MODEL_PATH, …). */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Secrets of the environment: what is said of a failure is said without them. */
  readonly findSecrets: () => Promise<readonly KnownSecret[]>;
  /** Aborted by the first ctrl-c, TERM or HUP: a running step is finished, then nothing more is begun. */
  readonly stop: AbortSignal;
  /** Exit code of the signal that aborted `stop`; undefined while there was none. */
  readonly signalExitCode: () => number | undefined;
};

/** How the console is opened. */
export type ConsoleOptions = GlobalOptions & {
  readonly theme: string | undefined;
  readonly ascii: boolean;
  /** `dropped` after --no-color; `detected` leaves it to the environment. */
  readonly colours: 'detected' | 'dropped';
};
