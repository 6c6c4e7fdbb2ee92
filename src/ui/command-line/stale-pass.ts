import {
  type AppError,
  ConflictError,
  InvalidInputError,
  NotFoundError,
  toAppError,
} from '../../core/errors/app-error.ts';
import type { ErrorCode } from '../../core/errors/error-codes.ts';
import type { Verdict } from '../../core/gate/report.ts';
import type { PolicyShelf } from '../../core/ports/evidence.ts';
import type { Judging } from '../../core/session/judge-version.ts';
import type { Host } from './host.ts';
import { warn } from './speak.ts';
import { claimsPass, placeStatusFile, withdrawStatus } from './status-files.ts';

/** A results folder that is about to be judged. */
export type JudgedFolder = {
  /** Its path; undefined: what is judged is in no results folder, and nothing has to be taken back. */
  readonly folder: string | undefined;
  /** `never`: a dry run, or one that may not write. */
  readonly writes: 'allowed' | 'never';
  /** Whether the word of the status file was accepted: then it stays unless the gate refuses all the same. */
  readonly isWordAccepted?: boolean;
};

/** The PASS that an earlier evaluation may have left in a results folder. */
export type StalePass = {
  /** The same judging, watched: what it reads, what it says, and what keeps it from saying anything. */
  readonly follow: <Watched extends Judging>(judging: Watched) => Watched;
  /** Something without which the folder cannot be judged: its failure takes the PASS back. @throws what `work` throws */
  readonly need: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** Takes the PASS back until `work` has put its verdict in its place. @throws UnavailableError; what `work` throws */
  readonly replace: <Result>(work: () => Promise<Result>) => Promise<Result>;
};

/**
 * Does something that judges a results folder, so that no PASS of an earlier evaluation outlives a judging that says otherwise or is
 * not finished: the old tools deploy by that file alone. FAIL takes its place then, said on stderr. A refusal before anything was
 * judged leaves it, as does a session that may not write, and a file that claims no PASS. @throws what `work` throws
 */
export async function withoutStalePass<Result>(
  host: Host,
  { folder, writes, isWordAccepted = false }: JudgedFolder,
  work: (stale: StalePass) => Promise<Result>,
): Promise<Result> {
  if (folder === undefined || writes === 'never') return await work(untouched);
  const course = watchCourse(createWithdrawal(host, folder), isWordAccepted);
  try {
    const result = await work(course);
    // What was done meanwhile must not be lost over a file that cannot be written.
    if (course.isCutOff())
      await course
        .takeBack('The results could not be judged to the end.', 'aloud')
        .catch((problem: unknown) => warn(host, toAppError(problem).message));
    return result;
  } catch (thrown) {
    const { message } = toAppError(thrown);
    if (course.isRefusedBy(thrown))
      // The failure that led here is what the caller must hear of, and once.
      await course.takeBack(message, 'aloud').catch((problem: AppError) => {
        if (problem.message !== message) warn(host, problem.message);
      });
    throw thrown;
  }
}

type TakeBack = (why: string, how: 'aloud' | 'silently') => Promise<void>;

/** How the judging of a folder went so far. */
type Course = StalePass & {
  readonly takeBack: TakeBack;
  /** Whether a judging was begun that has said nothing. */
  readonly isCutOff: () => boolean;
  /** Whether a failure leaves the folder without a PASS of now. */
  readonly isRefusedBy: (thrown: unknown) => boolean;
};

/** How the evidence itself is refused before it is judged. */
const refusals: ReadonlySet<ErrorCode> = new Set(['gate-not-passed', 'evidence-missing']);

/** Whether a failure says that a request cannot be granted, and not that something broke. */
function isRefusal(thrown: unknown): boolean {
  return (
    thrown instanceof InvalidInputError || thrown instanceof NotFoundError || thrown instanceof ConflictError
  );
}

function watchCourse(withdraw: TakeBack, isWordAccepted: boolean): Course {
  let last: Verdict | undefined;
  let isBegun = false;
  let mayWrite = true;
  const failures = new Set<unknown>();
  const takeBack: TakeBack = async (why, how) => {
    if (mayWrite) await withdraw(why, how);
  };
  const need: StalePass['need'] = async work => {
    try {
      return await work();
    } catch (thrown) {
      failures.add(thrown);
      throw thrown;
    }
  };
  const onVerdict: Judging['onVerdict'] = async ({ verdict, why }) => {
    isBegun = false;
    last = verdict;
    if (verdict !== 'PASS' && !isWordAccepted) await takeBack(why, 'aloud');
  };
  const openResults = (open: Judging['openResults']): Judging['openResults'] => {
    return path => {
      const results = open(path);
      const { place } = results;
      const loadEvidence: typeof results.loadEvidence = async (sources, options) => {
        isBegun = true;
        return await results.loadEvidence(sources, options);
      };
      return { place, loadEvidence };
    };
  };
  return {
    takeBack,
    need,
    follow: judging => {
      mayWrite = judging.writes.access === 'write';
      const policies = watchPolicies(judging.policies, need);
      return { ...judging, policies, onVerdict, openResults: openResults(judging.openResults) };
    },
    replace: async work => {
      await takeBack('The results are being judged.', 'silently');
      isBegun = true;
      const result = await work();
      isBegun = false;
      return result;
    },
    isCutOff: () => isBegun && !isWordAccepted,
    isRefusedBy: thrown => {
      const isRefused = refusals.has(toAppError(thrown).code) || failures.has(thrown);
      if (isWordAccepted) return last !== 'PASS' && isRefused;
      return isBegun || (last === undefined && (isRefused || !isRefusal(thrown)));
    },
  };
}

function watchPolicies(shelf: PolicyShelf, need: StalePass['need']): PolicyShelf {
  return {
    findBound: (model, alias) => need(() => shelf.findBound(model, alias)),
    getPolicy: nameOrPath => need(() => shelf.getPolicy(nameOrPath)),
  };
}

const untouched: StalePass = {
  follow: judging => judging,
  need: async work => await work(),
  replace: async work => await work(),
};

/** Takes a PASS back, if there is one; called again it only changes the reason. */
function createWithdrawal(host: Host, folder: string): TakeBack {
  let isWithdrawn = false;
  return async (why, how) => {
    if (!isWithdrawn && !(await claimsPass(host, folder))) return;
    isWithdrawn = true;
    await withdrawStatus(host, folder, why);
    if (how === 'aloud')
      warn(host, `${placeStatusFile(folder)} said PASS from an earlier time; it says FAIL now: ${why}`);
  };
}
