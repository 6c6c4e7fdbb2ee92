import type { Reading } from '../files/read-json.ts';
import type { DvcOutput } from './dvc-output.ts';
import type { DvcLock } from './parse-lock.ts';
import type { DvcParams } from './parse-params.ts';
import type { PointerNote } from './pointer-note.ts';

/** In which part of the life of a run something of it was found. `merged`: made of it by the pipeline. */
export type RunPart = 'wip' | 'candidate' | 'merged' | 'stable' | 'archived';

/** An output of a run, and the file that names it. */
export type FoundOutput = {
  readonly part: RunPart;
  /** From the top of the tree on: a `.dvc` file, or `dvc.lock`. */
  readonly file: string;
  readonly output: DvcOutput;
  /** The time in its name, `2025-07-30T16-23`, by the clock of whoever named it; undefined where the name has none. */
  readonly stamp: string | undefined;
};

/** A file of a run that cannot be read. `problem` is safe to show. */
export type UnreadPointer = { readonly part: RunPart; readonly file: string; readonly problem: string };

/** A run of training: a version of its family. */
export type DvcRun = {
  readonly run: string;
  /** By part in the order of {@link RunPart}, oldest first in each. */
  readonly found: readonly FoundOutput[];
  readonly unread: readonly UnreadPointer[];
  /** Folders of it in the working tree that nobody gave to DVC, from the top on. */
  readonly untracked: readonly string[];
};

/** What the stable pointer of a family says. `problem` is safe to show. */
export type StablePointer =
  | { readonly state: 'absent' }
  | { readonly state: 'read'; readonly output: DvcOutput; readonly note: PointerNote | undefined }
  | { readonly state: 'unusable'; readonly problem: string };

/** A family of models with everything the working tree says of it. */
export type DvcFamily = {
  readonly family: string;
  /** By name, oldest first by version order. */
  readonly runs: ReadonlyMap<string, DvcRun>;
  readonly stable: StablePointer;
};

/** A file of the tree that is not part of the registry, or cannot be read. Both are safe to show. */
export type TreeStranger = { readonly name: string; readonly why: string };

/** A working tree as it was read. */
export type DvcTree = {
  /** By name, sorted. */
  readonly families: ReadonlyMap<string, DvcFamily>;
  readonly lock: Reading<DvcLock>;
  readonly params: Reading<DvcParams>;
  /** A pipeline makes of runs what is served: what was trained is only a part of it. */
  readonly mergesRuns: boolean;
  readonly strangers: readonly TreeStranger[];
};
