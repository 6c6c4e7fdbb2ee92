import type { Difference } from '../mirror/difference.ts';
import type { Transfer, TransferOutcome } from '../mirror/transfer.ts';
import type { HistoryRead } from './history-log.ts';
import type { ReadOptions } from './registry.ts';
import type { RefreshOptions, Source, SourceCondition } from './source.ts';

/** What is known of a bucket without asking it. `isRead`: before that nothing is known of differences. */
export type MirrorCondition = SourceCondition & {
  /** Differences found by the last read of this process. */
  readonly differences: readonly Difference[];
};

/** What a read of the bucket brought. */
export type RefreshReport = {
  /** Objects that were listed. */
  readonly objects: number;
  /** Files that were put into the cache. */
  readonly fetched: number;
  /** Files of the copy that could not be used and were made again from the bucket; safe to show. */
  readonly remade: readonly string[];
  readonly differences: readonly Difference[];
};

/**
 * The bucket behind a registry that is read from a local copy. The copy is made of the same files as every directory registry; only
 * `refresh` and the writes of the registry change it.
 */
export interface Mirror extends Source {
  /** Never asks the bucket; cheap enough for every frame of data. */
  getCondition(): MirrorCondition;
  /**
   * Reads the bucket and brings the copy up to date: history, metadata, small files. What was changed here by hand is never
   * overwritten, it is in the answer. Two calls at once share one read.
   * @throws UnavailableError network-failed, login-required, access-denied, bucket-not-found, tool-missing, disk-full; the signal's reason
   */
  refresh(options?: RefreshOptions): Promise<RefreshReport>;
  /**
   * What would be carried in which direction to make both sides the same, by the copy and what was last seen of the bucket.
   * @param options `copy`: `as-read` when `refresh` has just ended: the copy is not looked at again
   */
  describeTransfers(
    direction: 'pull' | 'push',
    options?: { readonly prune?: boolean; readonly copy?: 'as-read' | 'as-it-is' },
  ): Promise<readonly Transfer[]>;
  /**
   * The history of a model as it stands in the bucket, for when it is another than the copy's. Asks the bucket, changes nothing.
   * @throws UnavailableError; the signal's reason
   */
  readBucketHistory(model: string, options?: ReadOptions): Promise<HistoryRead>;
}

/** How a long transfer is watched and stopped. */
export type TransferOptions = {
  /** Once it is aborted nothing more is begun; what runs is brought to its end. */
  readonly signal?: AbortSignal | undefined;
  /** Called after each file. */
  readonly onTransfer?: ((outcome: TransferOutcome) => void) | undefined;
  /** Bytes of all files so far and in all; at most some times a second. */
  readonly onProgress?: ((doneBytes: number, totalBytes: number) => void) | undefined;
};

/** Changing either side. Called by the code in `core/apply` only. */
export interface MirrorWriter {
  /**
   * Carries them out, safe to stop and to call again: what is there already is not carried again. One that fails does not stop the others.
   * A version is complete or invisible on the other side at every instant.
   */
  transfer(transfers: readonly Transfer[], options?: TransferOptions): Promise<readonly TransferOutcome[]>;
  /** Puts right what somebody else's tool overwrote in the bucket (entries of the history, pointers), as the chain and the copy prove it. */
  repair(options?: TransferOptions): Promise<readonly TransferOutcome[]>;
}
