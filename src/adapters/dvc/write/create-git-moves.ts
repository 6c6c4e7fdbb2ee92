import { toAppError } from '../../../core/errors/app-error.ts';
import type { Step } from '../../../core/plan/step.ts';
import type { Unwritable } from '../../../core/registry/registry-index.ts';
import type { PushChoice } from '../../../core/settings/push-choice.ts';
import type { Variables } from '../../../core/settings/read-environment.ts';
import type { DvcContext } from '../dvc-context.ts';
import type { CreateDvcMoves, DvcMoves } from '../dvc-options.ts';
import { createGit } from '../git/git-program.ts';
import { type RunProgram, runProgram } from '../git/run-program.ts';
import { readWorkingTreeState } from '../git/working-tree-state.ts';
import { describeMoveSteps, type SendingGround } from './describe-steps.ts';
import { createDvcHistory } from './dvc-history.ts';
import { createDvcProgram } from './dvc-program.ts';
import { createDvcWriter } from './dvc-writer.ts';
import { judgeGround } from './judge-ground.ts';
import { markChangedPointers } from './mark-changed-pointers.ts';
import { createServingFollower } from './serving-follower.ts';
import type { DvcWritingContext } from './writing-context.ts';

/** What moving by git needs from outside. */
export type GitMovesOptions = {
  /** The environment git and dvc get. */
  readonly variables: Variables;
  readonly push: PushChoice;
  /** How programs are run, unless told. */
  readonly runProgram?: RunProgram | undefined;
  /** Absolute path of S4's file of endpoints, where it is to follow what is live; undefined: it is not written. */
  readonly servingFile?: string | undefined;
};

/** Moves as commits of git, and the files of models pushed by DVC. Creating it touches nothing. */
export function createGitMoves(options: GitMovesOptions): CreateDvcMoves {
  return context => openMoves(context, options);
}

function openMoves(context: DvcContext, options: GitMovesOptions): DvcMoves {
  const { variables, push, runProgram: run = runProgram, servingFile } = options;
  const { root } = context.places;
  const program = createGit({ root, variables, runProgram: run });
  const following = createServingFollower({ ...context, program }, servingFile);
  const writing = {
    ...context,
    program,
    dvc: createDvcProgram({ root, variables, runProgram: run }),
    kept: new Set<string>(),
    ...{ push, following },
  };
  const history = createDvcHistory(writing, context.history, 'refuses');
  let ground: SendingGround = { push, upstream: undefined, hasDvc: true, following: [] };
  return {
    history: createDvcHistory(writing, context.history, 'answers'),
    writer: createDvcWriter({ ...writing, history }),
    judgeIndex: async index => {
      const { unwritable, ...looked } = await lookAtGround(writing);
      ground = looked.ground;
      const judged = unwritable === undefined ? await markChangedPointers(program, index) : index;
      return { ...judged, unwritable };
    },
    describeProjections: (_index, { model }, draft) => describeMoveSteps(model, draft, ground),
    describeRegistration: (): readonly Step[] => [],
  };
}

/** Where moves go, and why none can be made now. A tree without git can be read all the same. */
async function lookAtGround(
  context: Omit<DvcWritingContext, 'history'>,
): Promise<{ readonly ground: SendingGround; readonly unwritable: Unwritable | undefined }> {
  const { push, program, fileSystem, dvc } = context;
  const hasDvc = await dvc.isThere();
  const following = await context.following.describeSteps();
  try {
    const state = await readWorkingTreeState(program, fileSystem);
    const unwritable = judgeGround(state, push);
    return { ground: { push, upstream: state.upstream, hasDvc, following }, unwritable };
  } catch (thrown) {
    const { code, message, hint } = toAppError(thrown);
    return {
      ground: { push, upstream: undefined, hasDvc, following },
      unwritable: { code, problem: message, hint },
    };
  }
}
