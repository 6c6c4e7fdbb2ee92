import type { PushChoice } from '../../../core/settings/push-choice.ts';
import type { DvcContext } from '../dvc-context.ts';
import type { Git } from '../git/git-program.ts';
import type { DvcProgram } from './dvc-program.ts';

/** What the parts that write a working tree share. */
export type DvcWritingContext = DvcContext & {
  readonly program: Git;
  readonly dvc: DvcProgram;
  readonly push: PushChoice;
  /** Digests of files that were kept and are in no commit yet. */
  readonly kept: Set<string>;
};
