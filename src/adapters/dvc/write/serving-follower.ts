import { toAppError } from '../../../core/errors/app-error.ts';
import type { HistoryEntry } from '../../../core/history/entry.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { readCommitted } from '../git/git-objects.ts';
import type { Git } from '../git/git-program.ts';
import { listPathChanges } from '../git/path-changes.ts';
import { findServingProblem, type ServingEdit } from '../serving/edit-serving-file.ts';
import {
  bringServingFile,
  editForEntry,
  type FollowContext,
  findServingTarget,
  readServingBytes,
} from '../serving/follow-moves.ts';
import { findEarlierImage } from './earlier-image.ts';
import type { FollowingFiles } from './writing-context.ts';

/**
 * Lets S4's file of endpoints follow what is live: in the commit of the move where git keeps it, else right after the move.
 * @param file absolute path; undefined: nothing follows
 */
export function createServingFollower(
  given: Omit<FollowContext, 'findEarlierImage'> & { readonly program: Git },
  file: string | undefined,
): FollowingFiles {
  if (file === undefined) return nothingFollows;
  const { program } = given;
  const path = findServingTarget(given, file);
  const context = {
    ...given,
    findEarlierImage: async (family: string, alias: string, run: string) =>
      path === undefined ? undefined : await findEarlierImage(program, path, 'HEAD', { family, alias, run }),
  };
  const target = makeSafeText(path ?? file);
  const readHead = async (head: string): Promise<Uint8Array | undefined> =>
    path === undefined ? undefined : await readCommitted(program, head, path);
  return {
    listChanges: async (entry, head) => {
      const committed = await readHead(head);
      const problem = await findProblem(context, file, committed === undefined ? undefined : path);
      const edited = problem === undefined ? await editStanding(context, file, committed, entry) : undefined;
      const why = edited?.edit === 'refused' ? edited.problem : problem;
      const isMove = entry.action !== 'adopt' && entry.moves.length > 0;
      const notices = isMove && why !== undefined ? [`${target} was not changed: ${why}.`] : [];
      const isCommitted = path !== undefined && committed !== undefined && edited?.edit === 'changed';
      return { changes: isCommitted ? [{ path, bytes: edited.bytes }] : [], notices };
    },
    bringOthers: async entry => {
      const outcome = await bringServingFile(context, file, entry, await readHead('HEAD'));
      return outcome === undefined ? [] : [outcome];
    },
    describeSteps: async () => {
      const committed = await readHead('HEAD').catch(toAppError);
      const omitted = await findProblem(context, file, committed instanceof Uint8Array ? path : undefined);
      return [{ target, omitted }];
    },
  };
}

const nothingFollows: FollowingFiles = {
  listChanges: async () => ({ changes: [], notices: [] }),
  bringOthers: async () => [],
  describeSteps: async () => [],
};

/** The committed file with a move in it; where git keeps none, the one that stands there. */
async function editStanding(
  context: FollowContext,
  file: string,
  committed: Uint8Array | undefined,
  entry: HistoryEntry,
): Promise<ServingEdit> {
  if (committed !== undefined) return await editForEntry(context, committed, entry);
  const reading = await readServingBytes(context, file);
  if (!reading.ok) return { edit: 'refused', problem: `it cannot be read: ${reading.problem}` };
  return await editForEntry(context, reading.value, entry);
}

/** Why the file will not follow a move, as far as that can be told before. @param path undefined: git does not keep it */
async function findProblem(
  context: FollowContext & { readonly program: Git },
  file: string,
  path: string | undefined,
): Promise<string | undefined> {
  const reading = await readServingBytes(context, file);
  if (!reading.ok) return `it cannot be read: ${reading.problem}`;
  const problem = findServingProblem(reading.value);
  if (problem !== undefined) return problem;
  const hasChanges = path !== undefined && (await isChanged(context.program, path));
  return hasChanges ? 'it has changes of yours that are not committed' : undefined;
}

/** Whether the user has changed a file that git keeps. Where git cannot tell, nothing of the user's is risked. */
async function isChanged(program: Git, path: string): Promise<boolean> {
  try {
    return (await listPathChanges(program, [path])).some(({ change }) => change !== 'untracked');
  } catch (thrown) {
    if (toAppError(thrown).code === 'internal-bug') throw thrown;
    return true;
  }
}
