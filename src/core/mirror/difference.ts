import type { ChainVerdict } from '../history/chain.ts';

/** Something in which the copy and the bucket are not the same, or the bucket not what it should be. */
export type Difference = {
  readonly kind: DifferenceKind;
  /** A model, when it is about one. */
  readonly model: string | undefined;
  /** A version, when it is about one. */
  readonly version: string | undefined;
  /** Of a history: the first entry that differs. */
  readonly generation?: number | undefined;
  /** Of a history that is not whole in the bucket: what it is there. */
  readonly verdict?: Exclude<ChainVerdict['verdict'], 'intact'> | undefined;
  /** What mends this one, as a sentence, where that is more than what its kind says. Safe to show. */
  readonly remedy?: string | undefined;
  /** Name inside the registry, safe to show: `frontshift-rag_v2/summary.json`. */
  readonly name: string;
  /** In words, safe to show: what differs and why it matters. */
  readonly detail: string;
};

/** What each kind means; what can be done about it stands in `differenceWords`. */
export type DifferenceKind =
  /** In the bucket and not here yet: a pull brings it. */
  | 'only-in-bucket'
  /** Here and not in the bucket: a push brings it. */
  | 'only-here'
  /** A file of a registered version was changed here by hand. */
  | 'changed-here'
  /** A file of a registered version was replaced in the bucket. */
  | 'changed-in-bucket'
  /** The history here goes on where the bucket's ends. */
  | 'history-ahead'
  /** Both histories have an entry of the same number and they are not the same. */
  | 'history-forked'
  /** Entries of the history were replaced or deleted in the bucket; with what the copy has of them it is one chain again. */
  | 'history-overwritten'
  /** The history in the bucket is altered, has a gap or was cut off, and the copy cannot mend it. */
  | 'history-damaged'
  /** Entries of the copy are not the bucket's: edited here, or put right in the bucket since. */
  | 'history-edited'
  /** A pointer in the bucket does not say what the history says. */
  | 'pointer-stale'
  /** A version is live by its history and not whole in the bucket: who has no copy cannot load it. */
  | 'live-missing'
  /** The record of a live version is not the one that the history has the digest of, in the bucket and here. */
  | 'record-altered'
  /** It was in the bucket and is gone; the copy here is kept. */
  | 'gone-from-bucket'
  /** A version without metadata.json in the bucket: claimed and never finished. */
  | 'incomplete-in-bucket'
  /** Files under the name of a pointer, as a copying tool left them. */
  | 'pointer-is-folder'
  /** Not part of a registry. */
  | 'stranger';
