import type { Connection } from '../connections/connection.ts';
import type { Publication, PublicationReceipt, PublicationState } from '../publish/publication.ts';

/** How a call to a hub may be watched and stopped. */
export type HubOptions = {
  readonly signal?: AbortSignal | undefined;
  /** Bytes sent and bytes in all; what the hub has already counts as sent. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
};

/** How a publication is carried out. */
export type PublishOptions = HubOptions & {
  /** The head of the branch when it was planned: a branch that has moved since is a conflict. undefined: whatever stands there. */
  readonly seenHead?: string | undefined;
};

/** Where versions are published for others. */
export interface ModelHub {
  /** Address for people. */
  readonly url: string;
  /**
   * How a version stands there. Changes nothing.
   * @throws UnavailableError network-failed, login-required, access-denied, answer-damaged, offline; InvalidInputError request-refused
   */
  findPublication(publication: Publication, options?: HubOptions): Promise<PublicationState>;
  /**
   * Publishes it, or what is missing of it: repository, one commit, tag; then reads it back. Doing it again does nothing.
   * @throws ConflictError publication-conflict when the branch moved, the tag stands on other files, or another model is published there;
   *   digest-mismatch when a file is not what was planned, or what was read back is not what was sent; UnavailableError as above, and
   *   answer-lost where nobody knows
   */
  publish(publication: Publication, options?: PublishOptions): Promise<PublicationReceipt>;
  /** Who we are there and what we may do with a repository `ORG/NAME`, or with those of an owner `ORG`. Changes nothing. Never throws for a foreseen failure. */
  examine(repository: string | undefined, options?: HubOptions): Promise<Connection>;
}
