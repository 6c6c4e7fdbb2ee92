import type { ErrorCode } from '../errors/error-codes.ts';
import type { ReadOptions } from './registry.ts';

/** What is known of the place outside where a registry's truth is (a bucket, a server), without asking it. */
export type SourceCondition = {
  /** The address, without any secret: `gs://bucket/prefix`, `https://mlflow.example.org`. */
  readonly url: string;
  /** Folder on this machine of what was last read there. */
  readonly cache: string;
  /** ISO 8601 UTC by the clock of this machine: when it was last read to its end; undefined: never. */
  readonly seenAt: string | undefined;
  /** Why it could not be read last time; undefined when it could, or was not asked yet. Safe to show. */
  readonly problem: { readonly code: ErrorCode; readonly message: string; readonly hint: string } | undefined;
  /** A read of it runs now. */
  readonly isRefreshing: boolean;
  /** What the read which runs has listed so far (objects of a bucket, versions of a server); 0 when none runs. */
  readonly listed: number;
  /** This process has read it to its end. */
  readonly isRead: boolean;
  /** Why it took no write from this process; undefined when it did, or was asked for none. Safe to show. */
  readonly writeProblem: { readonly message: string; readonly hint: string } | undefined;
  /** What whoever uses it has to know, as a sentence: its login can be read by others on the way. Left out where nothing is. */
  readonly warning?: string | undefined;
  /** That it has gone on, and what is shown here has not followed: a sentence, safe to show. Left out where nothing is known to be missing. */
  readonly behind?: string | undefined;
};

/** How a source is read. */
export type RefreshOptions = ReadOptions & {
  /** Only this model is asked for: the others may stay as they were last read. */
  readonly model?: string | undefined;
  /**
   * Something will be written by what is read: of a working tree the branch is brought to what its remote has. Else only the remote is
   * asked, and the tree stays as it is.
   */
  readonly follow?: boolean | undefined;
};

/** The place outside where a registry's truth is, behind what was last read of it. */
export interface Source {
  /** Never asks it; cheap enough for every frame of data. */
  getCondition(): SourceCondition;
  /**
   * Reads it, and brings what is kept on this machine up to date. Two calls at once share one read.
   * @throws UnavailableError network-failed, login-required, access-denied and others; the signal's reason
   */
  refresh(options?: RefreshOptions): Promise<unknown>;
}
