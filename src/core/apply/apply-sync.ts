import { AppError, BugError, ConflictError, toAppError } from '../errors/app-error.ts';
import type { SyncReceipt } from '../mirror/sync-receipt.ts';
import type { Transfer, TransferOutcome } from '../mirror/transfer.ts';
import type { TransferOptions } from '../ports/mirror.ts';
import type { ApplyEnvironment } from './apply-environment.ts';
import { requireWriteAccess } from './apply-plan.ts';

/**
 * Carries transfers to the other side. Where writing is off nothing is carried into the bucket; the copy on this machine may be brought up
 * to date all the same. Never throws for a foreseen failure: the receipt says what was carried and what was not.
 */
export async function applySync(
  transfers: readonly Transfer[],
  environment: Pick<ApplyEnvironment, 'registry' | 'writes'>,
  options: TransferOptions = {},
): Promise<SyncReceipt> {
  const outcomes: TransferOutcome[] = [];
  try {
    if (transfers.some(({ to }) => to === 'bucket')) requireWriteAccess(environment);
    const { mirror } = environment.registry;
    if (mirror === undefined) throw new BugError('internal-bug', 'There is no bucket behind this registry.');
    await mirror.writer.transfer(transfers, {
      ...options,
      onTransfer: outcome => {
        outcomes.push(outcome);
        options.onTransfer?.(outcome);
      },
    });
    const wasStopped = options.signal?.aborted === true;
    return makeReceipt(transfers, outcomes, findProblem(transfers, outcomes, wasStopped));
  } catch (thrown) {
    const wasStopped = options.signal?.aborted === true && !(thrown instanceof AppError);
    return makeReceipt(transfers, outcomes, wasStopped ? stopped() : toAppError(thrown));
  }
}

function findProblem(
  transfers: readonly Transfer[],
  outcomes: readonly TransferOutcome[],
  wasStopped: boolean,
): AppError | undefined {
  const first = outcomes.find(({ outcome }) => outcome === 'failed' || outcome === 'refused');
  const isUndone = first !== undefined || outcomes.length < transfers.length;
  if (first === undefined || wasStopped) return isUndone ? stopped() : undefined;
  const problem = first.problem ?? 'it could not be carried';
  return new ConflictError('partly-done', `Not everything was carried. ${first.transfer.name}: ${problem}`, {
    hint: 'Look at what is named, then do the same again: what is there already is not carried twice.',
  });
}

function stopped(): ConflictError {
  return new ConflictError('partly-done', 'Stopped on request; what was carried until then is whole.', {
    hint: 'Do the same again to carry the rest.',
  });
}

function makeReceipt(
  transfers: readonly Transfer[],
  outcomes: readonly TransferOutcome[],
  problem: AppError | undefined,
): SyncReceipt {
  const hasCarried = outcomes.some(({ outcome }) => outcome === 'done');
  const ending = hasCarried ? 'partial' : 'refused';
  return {
    outcome: problem === undefined ? (hasCarried ? 'applied' : 'unchanged') : ending,
    transfers,
    outcomes,
    problem: problem && { code: problem.code, message: problem.message, hint: problem.hint },
  };
}
