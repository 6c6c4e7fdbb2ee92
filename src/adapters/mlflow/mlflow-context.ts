import { BugError } from '../../core/errors/app-error.ts';
import type { Unwritable } from '../../core/registry/registry-index.ts';
import type { CheckContext } from '../files/check-bound-file.ts';
import type { KeepContext } from '../history/kept-files.ts';
import type { MlflowVersion } from './entities.ts';
import type { MlflowClient } from './mlflow-client.ts';
import type { MlflowSource } from './mlflow-source.ts';
import type { MlflowContent, MlflowOrigin } from './origin.ts';
import type { MlflowPlaces } from './places.ts';
import type { DoneProjections } from './project-model.ts';
import { readVersionNumber } from './version-number.ts';

/** What the parts of the adapter share. */
export type MlflowContext = KeepContext &
  CheckContext & {
    readonly places: MlflowPlaces;
    readonly origin: MlflowOrigin;
    readonly source: MlflowSource;
    readonly client: MlflowClient | undefined;
    readonly unwritable: Unwritable | undefined;
    /** Milliseconds since the epoch. */
    readonly now: () => number;
    readonly tool: string;
    /** Waits so many milliseconds. */
    readonly pause: (milliseconds: number) => Promise<void>;
    /** What this process changed on the server with an entry, until its receipt asks. */
    readonly done: DoneProjections;
  };

/** The server to write to. @throws BugError where there is none: a plan is blocked before */
export function getClient({ client }: Pick<MlflowContext, 'client'>): MlflowClient {
  if (client !== undefined) return client;
  throw new BugError('internal-bug', 'A registry that is only read was written to.');
}

/** A version by the name it is printed with; undefined when there is none. Pure. */
export function findNamed(content: MlflowContent | undefined, name: string): MlflowVersion | undefined {
  const number = readVersionNumber(name);
  return content?.versions.find(({ version }) => version === number);
}
