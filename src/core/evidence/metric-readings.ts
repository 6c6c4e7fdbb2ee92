import type { Feedback } from '../votes/feedback.ts';

/** A metric as evidence gives it: a finite number, or why there is none. `problem` is safe to show and names the value. */
export type MetricReading =
  | {
      readonly state: 'number';
      readonly value: number;
      /** The values of repeat runs, finite ones only; empty without repeats. */
      readonly repeats: readonly number[];
    }
  /** Not there, or null: no data. */
  | { readonly state: 'absent'; readonly problem: string }
  /** There, and no finite number. */
  | { readonly state: 'broken'; readonly problem: string };

/** The metrics of one set, looked up by name. */
export type MetricSet = {
  /** A reading for every name; what is not there is `absent`. */
  readonly get: (metric: string) => MetricReading;
  /** Names there are, in the order of the file. */
  readonly names: readonly string[];
  /** Unit the file itself declares for a metric, in its member `units`; undefined where it says nothing. */
  readonly unitOf: (metric: string) => string | undefined;
};

/** One slice of a bias report. */
export type Slice = {
  /** What the slices are by, such as `slice` or `company`; safe to show. */
  readonly field: string;
  readonly value: string;
  /** Examples in it; null when the file does not say, or says what is no number of examples. */
  readonly count: number | null;
  /** Why nothing that was measured in it counts: its name or how many examples it has is wrong; undefined when nothing is. */
  readonly doubt: Exclude<MetricReading, { readonly state: 'number' }> | undefined;
  readonly metrics: MetricSet;
};

/** What a source says, read by its format. */
export type ParsedEvidence =
  | {
      readonly state: 'parsed';
      readonly name: string;
      readonly writtenAt: string;
      readonly sets: ReadonlyMap<string, MetricSet>;
      readonly slices: readonly Slice[];
      /** Slices the file speaks of and does not have, each in a sentence without its full stop, safe to show. */
      readonly sliceGaps: readonly string[];
      /** Of a format that holds votes. */
      readonly feedback?: Feedback;
    }
  /** Not there. */
  | { readonly state: 'missing'; readonly name: string }
  /** There, and not what its format wants. `problem` follows "is" and is safe to show. */
  | { readonly state: 'unusable'; readonly name: string; readonly problem: string };
