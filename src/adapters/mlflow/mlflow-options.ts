import type { FileSystem } from '../../core/ports/file-system.ts';
import type { Unwritable } from '../../core/registry/registry-index.ts';
import type { MlflowClient } from './mlflow-client.ts';
import type { MlflowOrigin } from './origin.ts';

/** What an MLflow registry needs from outside. */
export type MlflowRegistryOptions = {
  readonly name: string;
  /** Where its content is read from. */
  readonly origin: MlflowOrigin;
  /** The server that is written to; undefined: nothing can be written, and `unwritable` says why. */
  readonly client: MlflowClient | undefined;
  readonly unwritable?: Unwritable | undefined;
  /** Absolute path of the folder of what was last read, of journals and of kept files; made at the first need. */
  readonly cache: string;
  /** `files`: what is read is on this machine, so it is read anew each time and has no age. */
  readonly origins: 'server' | 'files';
  readonly fileSystem: FileSystem;
  /** A name nobody else uses, such as a random UUID. */
  readonly createId: () => string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Name and version of this program. */
  readonly tool: string;
  /** Name of this machine, for journals; found out when left out. */
  readonly host?: string | undefined;
  /** Waits so many milliseconds, before something is tried again; by the machine's timers when left out. */
  readonly pause?: ((milliseconds: number) => Promise<void>) | undefined;
  /** How often the server is read while somebody watches, in milliseconds; half a minute when left out. */
  readonly refreshEveryMs?: number | undefined;
};
