import { ConflictError, toAppError, UnavailableError } from '../../../core/errors/app-error.ts';
import { requireWellFormed } from '../../../core/history/append-rules.ts';
import type { HistoryLog } from '../../../core/ports/history-log.ts';
import { commitEntry } from './commit-entry.ts';
import {
  type CommittedHistory,
  listCommittedModels,
  type ReadEntries,
  readCommittedHistory,
  toHistoryRead,
} from './committed-history.ts';
import { findTruth } from './find-truth.ts';
import type { DvcWritingContext } from './writing-context.ts';

/** A history with nothing in it. */
const nothing: CommittedHistory = { head: 0, readings: new Map() };

/** What is answered while nobody knows whether a move of ours was taken: what is checked out, or that it is not known. */
export type WhenUnsettled = 'answers' | 'refuses';

/**
 * The history of a registry in git: one commit for each entry, and the branch of the remote decides who was first. What is committed
 * counts; the files in the working tree follow it. Where there is no git, or no repository, the files are all there is, and are read.
 * @param context of the writer; `history` of it is not used
 * @param files the log on the files of the working tree
 */
export function createDvcHistory(
  context: Omit<DvcWritingContext, 'history'>,
  files: HistoryLog,
  whenUnsettled: WhenUnsettled,
): HistoryLog {
  const known: ReadEntries = new Map();
  const { program, fileSystem } = context;
  const read = async (model: string): Promise<CommittedHistory> => {
    const { commit, isUnsettled } = await findTruth(program, fileSystem);
    if (isUnsettled && whenUnsettled === 'refuses')
      throw new UnavailableError(
        'answer-lost',
        `A move of ${model} was cut off while it was pushed, and the remote cannot be asked about it.`,
        { hint: 'Once the remote can be reached, run lastgood doctor: it finds out and finishes.' },
      );
    return commit === undefined ? nothing : await readCommittedHistory(program, commit, model, known);
  };
  return {
    listModels: () =>
      withoutGit(
        () => files.listModels(),
        async () => {
          const { commit } = await findTruth(program, fileSystem);
          return commit === undefined ? [] : await listCommittedModels(program, commit);
        },
      ),
    readHistory: model =>
      withoutGit(
        () => files.readHistory(model),
        async () => toHistoryRead(await read(model)),
      ),
    findHeadGeneration: model =>
      withoutGit(
        () => files.findHeadGeneration(model),
        async () => (await read(model)).head,
      ),
    appendEntry: async entry => {
      requireWellFormed(entry);
      const outcome = await commitEntry(context, entry, known);
      if (outcome !== undefined) return outcome;
      throw new ConflictError(
        'moved-meanwhile',
        'The branch moved again and again while the move was made. Nothing was written.',
      );
    },
  };
}

/** Where there is nothing to be committed to, files can be read all the same. */
async function withoutGit<Result>(
  otherwise: () => Promise<Result>,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (thrown) {
    const { code } = toAppError(thrown);
    if (code !== 'tool-missing' && code !== 'not-a-working-tree') throw thrown;
    return await otherwise();
  }
}
