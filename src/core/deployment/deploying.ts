import type { DeploymentJournal } from '../ports/deployment-journal.ts';
import type { ReadOptions } from '../ports/registry.ts';
import type { PublicationDesk } from '../session/prepare-publication.ts';

/** What a deployment needs beside the registry. */
export type Deploying = {
  readonly journal: DeploymentJournal;
  /**
   * Digest of a file of this machine as it is now, hex sha256; undefined when no file is there. Large ones that this process has read and
   * that have not changed since are not read again. @throws UnavailableError
   */
  readonly hashFile: (path: string, options?: ReadOptions) => Promise<string | undefined>;
  /** Opens the hub that is meant; undefined: nothing can be published here. @throws InvalidInputError invalid-configuration */
  readonly openDesk?: (() => Promise<PublicationDesk>) | undefined;
};
