import { toAppError } from '../../../core/errors/app-error.ts';
import { type GenerationReading, judgeAppend } from '../../../core/history/append-rules.ts';
import type { HistoryEntry } from '../../../core/history/entry.ts';
import { formatHistoryEntry } from '../../../core/history/parse-entry.ts';
import type { AppendOutcome } from '../../../core/ports/history-log.ts';
import { pushesCommits } from '../../../core/settings/push-choice.ts';
import { buildCommit } from '../git/build-commit.ts';
import { indexAsCommitted, lookAtFiles } from '../git/checked-out-files.ts';
import { forgetPending, formatPendingRef, moveBranch, notePending } from '../git/move-branch.ts';
import { describeRemoteBranch, fetchBranch, pushCommit } from '../git/remote-branch.ts';
import { settleObjects, settleRef } from '../git/settle.ts';
import { readWorkingTreeState, shortenBranch, type Upstream } from '../git/working-tree-state.ts';
import {
  type CommittedHistory,
  type ReadEntries,
  readCommittedHistory,
  sha256,
} from './committed-history.ts';
import { type ComposedCommit, composeCommit } from './compose-commit.ts';
import { describeCommit } from './describe-commit.ts';
import { followRemote } from './follow-remote.ts';
import { type ReadyTree, requireGround } from './judge-ground.ts';
import { pushOutputs } from './push-outputs.ts';
import type { DvcWritingContext } from './writing-context.ts';

/** How often a commit is made anew behind others who moved the branch with something else. */
const maxAttempts = 20;

type EntryContext = Omit<DvcWritingContext, 'history'>;

/**
 * Appends an entry as one commit with everything it moves. The commit is made apart; the files of the model are pushed, then the commit;
 * only then the branch of this machine goes to it. The user's files and index are not touched: bringing them in line is projecting.
 * Undefined: others kept moving the branch, and nothing was written.
 * @throws ConflictError branch-not-ready, plan-blocked, working-tree-changed, push-refused, branch-behind and others;
 *   UnavailableError network-failed, login-required, answer-lost and others
 */
export async function commitEntry(
  context: EntryContext,
  entry: HistoryEntry,
  known: ReadEntries,
): Promise<AppendOutcome | undefined> {
  const bytes = new TextEncoder().encode(formatHistoryEntry(entry));
  const digest = sha256(bytes);
  for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
    const state = requireGround(
      await readWorkingTreeState(context.program, context.fileSystem),
      context.push,
    );
    const history = await readCommittedHistory(context.program, state.head, entry.model, known);
    const judged = judgeAppend(entry, digest, describeSite(history, entry));
    if (judged !== undefined) return judged;
    const composed = await composeCommit(context, entry, bytes, state.head);
    if (composed === undefined) continue;
    const plan = { parent: state.head, changes: composed.changes, message: describeCommit(entry) };
    const place = { ...context, temporary: context.places.temporary };
    const commit = await buildCommit(context.program, plan, place);
    await settleObjects(context.program, context.fileSystem, { parent: state.head, commit });
    const ended = await carryOut(context, entry, state, commit, composed);
    if (ended === undefined) continue;
    for (const kept of composed.kept) context.kept.delete(kept);
    const notices = [...composed.notices, ...(ended.notices ?? [])];
    return { outcome: 'appended', digest, ...(notices.length === 0 ? {} : { notices }) };
  }
  return undefined;
}

function describeSite({ head, readings }: CommittedHistory, { generation }: HistoryEntry) {
  const none: GenerationReading = { found: 'none' };
  return {
    head,
    before: readings.get(generation - 1) ?? none,
    standing: readings.get(generation) ?? none,
  };
}

/** Undefined where the branch has gone on, and nothing was written. */
async function carryOut(
  context: EntryContext,
  entry: HistoryEntry,
  state: ReadyTree,
  commit: string,
  { outputs, adopted }: ComposedCommit,
): Promise<{ readonly notices?: readonly string[] } | undefined> {
  const { program, push } = context;
  const { head, branch, upstream } = state;
  await pushOutputs(context, entry, outputs);
  const isPushed = pushesCommits(push) && upstream !== undefined;
  if (isPushed && !(await pushOrFollow(context, entry, upstream, commit))) return undefined;
  const why = `lastgood: ${entry.action} of ${entry.model}`;
  try {
    if (await moveBranch(program, branch, { from: head, to: commit, why })) {
      // The move has happened: where this fails only a power cut could take it back here, and the remote has it.
      await settleRef(program, context.fileSystem, branch).catch(toAppError);
      await indexAdopted(context, commit, adopted);
      return {};
    }
  } catch (thrown) {
    if (!isPushed) throw thrown;
    // It has happened, whatever stands in the way here: projecting tries again and says what that is.
    return {};
  }
  if (!isPushed) return undefined;
  return {
    notices: [
      `${describeRemoteBranch(upstream)} has the move; your branch ${shortenBranch(branch)} went on meanwhile: run git pull.`,
    ],
  };
}

/** What was committed as it stood is not a change of the user's any more. Where it fails, projecting does it. */
async function indexAdopted(
  { program, fileSystem }: EntryContext,
  commit: string,
  paths: readonly string[],
): Promise<void> {
  if (paths.length === 0) return;
  const files = await lookAtFiles(program, fileSystem, commit, paths);
  await indexAsCommitted(program, files).catch(toAppError);
}

/** Answers whether the remote has the commit; where somebody was first there, this machine has what they did. */
async function pushOrFollow(
  context: EntryContext,
  entry: HistoryEntry,
  upstream: Upstream,
  commit: string,
): Promise<boolean> {
  const { program } = context;
  await notePending(program, commit);
  await settleRef(program, context.fileSystem, formatPendingRef(commit));
  try {
    if ((await pushCommit(program, commit, upstream)) === 'pushed') return true;
  } catch (thrown) {
    // Nobody knows whether it was taken: it is asked for before anything else is done.
    if (toAppError(thrown).code !== 'answer-lost') await forgetPending(program, commit);
    throw thrown;
  }
  await forgetPending(program, commit);
  const tip = await fetchBranch(program, upstream);
  await followRemote(context, upstream, tip, entry);
  return false;
}
