import type { HistoryEntry } from '../history/entry.ts';

/** An entry as it was found, with the digest of its exact bytes. */
export type StoredEntry = {
  readonly entry: HistoryEntry;
  readonly digest: string;
  /** It shares its generation with another one: the log knows no compare-and-swap, and which of them came first nobody can tell. */
  readonly orderUnknown?: true | undefined;
};

/**
 * A generation that exists and cannot be used: `damaged`; `too-new`, written by a newer lastgood and not damaged at all;
 * `unreadable`, when the outside would not let it be read (permission, disk).
 */
export type HistoryDefect = {
  readonly generation: number;
  readonly fault: 'damaged' | 'too-new' | 'unreadable';
  /** In words, safe to show. */
  readonly problem: string;
};

/** What was found of a model's history. Reading never throws for damaged entries: they are named as defects. */
export type HistoryRead = {
  /** Readable entries in order of generation. Empty for a model nobody has written to. */
  readonly entries: readonly StoredEntry[];
  readonly defects: readonly HistoryDefect[];
};

/** How an attempt to append ended. */
export type AppendOutcome =
  | {
      readonly outcome: 'appended';
      readonly digest: string;
      /** What whoever asked for it has to hear, where nothing keeps others from moving at the same time: whose move was overwritten. Safe to show. */
      readonly notices?: readonly string[] | undefined;
    }
  /** Generation is taken, by our own operation: an earlier attempt whose answer was lost. */
  | { readonly outcome: 'already-ours'; readonly digest: string }
  /** Generation is taken by somebody else. Nothing was written. */
  | { readonly outcome: 'taken'; readonly by: HistoryEntry };

/**
 * The append-only log of one registry, one chain per model. Its one promise is the compare-and-swap:
 * of all writers that try to create the same generation, exactly one is told `appended`.
 */
export interface HistoryLog {
  /** Models that have at least one generation, sorted by name. */
  listModels(): Promise<readonly string[]>;

  /** All generations of a model. A model without history gives no entries and no defects. */
  readHistory(model: string): Promise<HistoryRead>;

  /** The highest generation there is, or 0. Cheaper than reading all of them. */
  findHeadGeneration(model: string): Promise<number>;

  /**
   * Creates generation `entry.generation` and makes it durable before it answers. Asking again with the same entry is
   * safe and tells what became of an attempt whose answer was lost.
   * @throws UnavailableError when the outside refuses (disk, permission), `format-too-new` when a newer lastgood wrote here.
   * @throws ConflictError `history-damaged` when the generation before is missing, unreadable or not the one this entry
   *   follows, or when a higher generation exists: nothing is written then.
   */
  appendEntry(entry: HistoryEntry): Promise<AppendOutcome>;
}
