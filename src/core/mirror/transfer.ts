/** What a pointer says before and after it is carried: a version, or the folder of another model's; null: nothing. */
export type PointerMove = {
  readonly model: string;
  readonly alias: string;
  readonly from: string | null;
  readonly to: string | null;
};

/** One thing to carry to the other side. */
export type Transfer = {
  readonly to: 'bucket' | 'cache';
  /** `move`: a pointer that says something else. `set-aside`: what was changed here is kept beside, then the bucket's comes. `remove`: only with prune, only what history says is gone. */
  readonly act: 'add' | 'move' | 'set-aside' | 'remove';
  /** What is carried as a whole: a version with all its files, a run of history entries, a pointer, a log, a kept file. */
  readonly unit: 'version' | 'history' | 'pointer' | 'log' | 'kept' | 'registry';
  /** Name inside the registry: `frontshift-rag_v2`, `.lastgood/history/frontshift-rag`. */
  readonly name: string;
  /** Names of the files, inside the registry. */
  readonly files: readonly string[];
  readonly sizeBytes: number;
  /** Why, in words, safe to show. */
  readonly why: string;
  /** Of a pointer that is carried into the bucket; left out of everything else. */
  readonly move?: PointerMove | undefined;
};

/** What became of one. */
export type TransferOutcome = {
  readonly transfer: Transfer;
  /** `already`: the other side had it. `refused`: the other side has something else there; nothing was overwritten. */
  readonly outcome: 'done' | 'already' | 'refused' | 'failed';
  /** In words, safe to show. */
  readonly problem: string | undefined;
};
