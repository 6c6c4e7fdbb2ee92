/**
 * A value of a file of evidence. Unlike JSON it may hold NaN and infinite numbers, as Python writes them: they are told apart
 * from what is torn, and no rule ever passes on one. Texts in it are not made safe: whoever shows one does that.
 */
export type EvidenceValue =
  | null
  | boolean
  | number
  | string
  | readonly EvidenceValue[]
  | { readonly [key: string]: EvidenceValue };

/** A file of evidence that could be read. */
export type ReadEvidence = {
  /** Path inside the folder, for people and for the record. */
  readonly name: string;
  readonly value: EvidenceValue;
  readonly sha256: string;
  readonly sizeBytes: number;
  /** ISO 8601 UTC: when the file was last written. */
  readonly writtenAt: string;
  /** Absolute path on this machine: where it is copied from when it is kept. */
  readonly path: string;
};

/** What was found of one source. `problem` is for people, follows "is" and is safe to show. */
export type EvidenceFile = {
  /** Name of the source in the policy. */
  readonly source: string;
} & (
  | {
      readonly state: 'read';
      readonly file: ReadEvidence;
      /** Repeat runs of the same evaluation, by `runs/<n>/<file name>` beside the file; read in order of their names. */
      readonly repeats: readonly ReadEvidence[];
    }
  | { readonly state: 'missing'; readonly name: string }
  | { readonly state: 'unusable'; readonly name: string; readonly problem: string }
);
