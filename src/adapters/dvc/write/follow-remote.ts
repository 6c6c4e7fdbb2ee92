import { ConflictError, toAppError } from '../../../core/errors/app-error.ts';
import { withoutFullStop } from '../../../core/text/full-stop.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { fastForward } from '../git/move-branch.ts';
import { describeRemoteBranch, isContained, type RemoteBranch } from '../git/remote-branch.ts';
import { readWorkingTreeState } from '../git/working-tree-state.ts';
import { readCommittedHistory } from './committed-history.ts';
import type { DvcWritingContext } from './writing-context.ts';

/** The place in a history that somebody else may have taken. */
export type WantedPlace = { readonly model: string; readonly generation: number };

/**
 * Brings the checked-out branch to what its remote is at, where that comes after it: then everybody's entries can be read here.
 * @param wanted where the next entry was to go; undefined where nothing is moved
 * @throws ConflictError branch-behind: a file of the user stands in the way, or both have gone on; it says who was first
 */
export async function followRemote(
  { program, fileSystem }: Pick<DvcWritingContext, 'program' | 'fileSystem'>,
  remote: RemoteBranch,
  tip: string,
  wanted: WantedPlace | undefined,
): Promise<void> {
  const { head } = await readWorkingTreeState(program, fileSystem);
  if (head !== undefined && (await isContained(program, tip, head))) return;
  try {
    await fastForward(program, tip);
  } catch (cause) {
    const { code, message } = toAppError(cause);
    // Another program of git is only at work: trying again helps.
    if (code === 'git-busy' || code === 'tool-missing') throw cause;
    const first = wanted === undefined ? undefined : await describeFirst(program, tip, wanted);
    const place = describeRemoteBranch(remote);
    throw new ConflictError(
      'branch-behind',
      `${first ?? `${place} has gone on`}, and your working tree cannot follow. ${withoutFullStop(message)}.`,
      { cause },
    );
  }
}

/** Who has the place an entry wanted, in words. */
async function describeFirst(
  git: DvcWritingContext['program'],
  tip: string,
  { model, generation }: WantedPlace,
): Promise<string | undefined> {
  const { readings } = await readCommittedHistory(git, tip, model, new Map());
  // What was only found and put on record is nobody's move.
  const standing = [...readings.values()].find(
    reading =>
      reading.found === 'entry' &&
      reading.stored.entry.generation >= generation &&
      reading.stored.entry.action !== 'adopt',
  );
  if (standing?.found !== 'entry') return undefined;
  const { actor, action, at, moves, reason } = standing.stored.entry;
  const what = moves.map(({ alias, from, to }) => ` of ${alias} ${from ?? 'nothing'} to ${to ?? 'nothing'}`);
  const why = reason === null ? '' : `: ${reason}`;
  return makeSafeText(`${actor} was first with ${action}${what.join(',')} at ${at}${why}`, { limit: 400 });
}
