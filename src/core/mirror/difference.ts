/** Something in which the copy and the bucket are not the same, or the bucket not what it should be. */
export type Difference = {
  readonly kind: DifferenceKind;
  /** A model, when it is about one. */
  readonly model: string | undefined;
  /** A version, when it is about one. */
  readonly version: string | undefined;
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
  /** An entry of the history was replaced or deleted in the bucket; the chain proves which is right. */
  | 'history-overwritten'
  /** A pointer in the bucket does not say what the history says. */
  | 'pointer-stale'
  /** It was in the bucket and is gone; the copy here is kept. */
  | 'gone-from-bucket'
  /** A version without metadata.json in the bucket: claimed and never finished. */
  | 'incomplete-in-bucket'
  /** Files under the name of a pointer, as a copying tool left them. */
  | 'pointer-is-folder'
  /** Not part of a registry. */
  | 'stranger';
