import { type AppError, toAppError } from '../../core/errors/app-error.ts';
import type { ErrorCode } from '../../core/errors/error-codes.ts';
import type { Verdict } from '../../core/gate/report.ts';
import type { ToldVerdict } from '../../core/session/session.ts';
import type { Host } from './host.ts';
import { warn } from './speak.ts';
import { claimsPass, placeStatusFile, withdrawStatus } from './status-files.ts';

/** A results folder that is about to be judged. */
export type JudgedFolder = {
  /** Its path; undefined: what is judged is in no results folder, and nothing has to be taken back. */
  readonly folder: string | undefined;
  /** A dry run writes nothing. */
  readonly isDryRun: boolean;
  /** Whether the word of the status file was accepted: then it stays unless the gate refuses all the same. */
  readonly isWordAccepted?: boolean;
};

/** The PASS that an earlier evaluation may have left in a results folder. */
export type StalePass = {
  /** Takes it back until there is a verdict, which the caller writes. @throws UnavailableError */
  readonly suspend: () => Promise<void>;
  /** Is told each verdict on the folder as it is made; one that is not PASS takes it back. @throws UnavailableError */
  readonly hear: (told: ToldVerdict) => Promise<void>;
};

/**
 * Does something that judges a results folder, so that no PASS of an earlier evaluation outlives it: the old tools deploy by that
 * file alone. Only a PASS made now lets it stand; any other verdict, and a failure before there is one, replaces it by FAIL and says
 * so on stderr. A file that claims no PASS is left alone. @throws what `work` throws
 */
export async function withoutStalePass<Result>(
  host: Host,
  { folder, isDryRun, isWordAccepted = false }: JudgedFolder,
  work: (stale: StalePass) => Promise<Result>,
): Promise<Result> {
  if (folder === undefined || isDryRun) return await work(untouched);
  const takeBack = createWithdrawal(host, folder);
  let last: Verdict | undefined;
  const hear: StalePass['hear'] = async ({ verdict, why }) => {
    last = verdict;
    if (verdict !== 'PASS' && !isWordAccepted) await takeBack(why, 'aloud');
  };
  try {
    return await work({ suspend: () => takeBack('The results are being judged.', 'silently'), hear });
  } catch (thrown) {
    const { message, code } = toAppError(thrown);
    const isRefused = isWordAccepted ? last !== 'PASS' && refusals.has(code) : last === undefined;
    if (isRefused)
      // The failure that led here is what the caller must hear of, and once.
      await takeBack(message, 'aloud').catch((problem: AppError) => {
        if (problem.message !== message) warn(host, problem.message);
      });
    throw thrown;
  }
}

/** How a gate refuses. */
const refusals: ReadonlySet<ErrorCode> = new Set(['gate-not-passed', 'invalid-policy', 'policy-not-found']);

const untouched: StalePass = { suspend: async () => undefined, hear: async () => undefined };

/** Takes a PASS back, if there is one; called again it only changes the reason. */
function createWithdrawal(
  host: Host,
  folder: string,
): (why: string, how: 'aloud' | 'silently') => Promise<void> {
  let isWithdrawn = false;
  return async (why, how) => {
    if (!isWithdrawn && !(await claimsPass(host, folder))) return;
    isWithdrawn = true;
    await withdrawStatus(host, folder, why);
    if (how === 'aloud')
      warn(host, `${placeStatusFile(folder)} said PASS from an earlier time; it says FAIL now: ${why}`);
  };
}
