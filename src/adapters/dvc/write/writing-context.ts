import type { HistoryEntry } from '../../../core/history/entry.ts';
import type { ProjectionOutcome } from '../../../core/ports/registry.ts';
import type { PushChoice } from '../../../core/settings/push-choice.ts';
import type { DvcContext } from '../dvc-context.ts';
import type { TreeChange } from '../git/build-commit.ts';
import type { Git } from '../git/git-program.ts';
import type { Sending } from './describe-steps.ts';
import type { DvcProgram } from './dvc-program.ts';

/** Changes of such files, and what whoever moves has to hear of those that stay as they are. */
export type FollowingChanges = {
  readonly changes: readonly TreeChange[];
  readonly notices: readonly string[];
};

/**
 * Files that follow what is live, and that the configuration names. None of them ever stands in the way of a move.
 */
export type FollowingFiles = {
  /** Those that git keeps: they are part of the commit of a move. @param head the commit it comes after */
  readonly listChanges: (entry: HistoryEntry, head: string) => Promise<FollowingChanges>;
  /** Brings the others in line with the entry that moved something last; tells what became of each. */
  readonly bringOthers: (entry: HistoryEntry) => Promise<readonly ProjectionOutcome[]>;
  /** What a move will do to them, or why it will not. */
  readonly describeSteps: () => Promise<readonly Sending[]>;
};

/** What the parts that write a working tree share. */
export type DvcWritingContext = DvcContext & {
  readonly program: Git;
  readonly dvc: DvcProgram;
  readonly push: PushChoice;
  readonly following: FollowingFiles;
  /** Digests of files that were kept and are in no commit yet. */
  readonly kept: Set<string>;
};
