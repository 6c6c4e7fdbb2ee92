import type { DeployedScore } from '../decision/decide.ts';
import { recordedScore } from '../decision/score.ts';
import { NotFoundError, UnavailableError } from '../errors/app-error.ts';
import type { RunLog, ScoredRun } from '../ports/run-log.ts';
import { withoutFullStop } from '../text/full-stop.ts';
import { makeSafeText } from '../text/safe-text.ts';

/** Where scores before are looked up instead of in the registry: S1's query. */
export type RunHistory = {
  readonly runs: RunLog;
  /** Name of the experiment. */
  readonly experiment: string;
  /** The run that made the candidate: it, and what was measured of it, is no bar; that it was deployed is one. */
  readonly candidateRunId: string | undefined;
  /** What it means when there is no such experiment. */
  readonly missing: 'refused' | 'empty';
};

/** The scores found, or in a sentence why they cannot be told. */
export type RunHistoryReading =
  | { readonly ok: true; readonly scores: readonly DeployedScore[]; readonly novelty: string | undefined }
  | { readonly ok: false; readonly problem: string };

/** How many runs are shown beside the best. */
const shownCount = 10;

/**
 * Scores of finished runs, best first. The candidate's own run and what was measured of it do not count, nor does a deployment run
 * whose model was not deployed: many small steps that were skipped must not add up to a bar. One whose model was deployed does, the
 * candidate's too: it is what a second deployment of the same must beat. A server that cannot be read is a
 * problem, never an empty history.
 * @throws NotFoundError experiment-not-found; the signal's reason
 */
export async function loadRunHistory(history: RunHistory, signal?: AbortSignal): Promise<RunHistoryReading> {
  const { runs, experiment, candidateRunId, missing } = history;
  const shown = makeSafeText(experiment, { limit: 200 });
  const isCandidates = (run: ScoredRun): boolean =>
    candidateRunId !== undefined && [run.runId, run.candidateRunId].includes(candidateRunId);
  const counts = (run: ScoredRun): boolean => run.deployed ?? !isCandidates(run);
  try {
    const found = await runs.findBestRuns(
      { experiment, metric: recordedScore, counts, atMost: shownCount },
      { signal },
    );
    if (found === undefined && missing === 'refused') throw refuseMissing(shown, runs.url);
    const scores = (found ?? []).map(({ runId, score }) => ({ version: runId, score, live: false }));
    const where = `experiment ${shown} of ${runs.url}`;
    const novelty =
      found === undefined ? `There is no ${where} yet.` : `No finished run of ${where} has a score.`;
    return { ok: true, scores, novelty: scores.length === 0 ? novelty : undefined };
  } catch (thrown) {
    if (signal?.aborted || !(thrown instanceof UnavailableError)) throw thrown;
    const problem = `The runs of ${shown} cannot be read: ${withoutFullStop(thrown.message)}.`;
    return { ok: false, problem };
  }
}

function refuseMissing(experiment: string, url: string): NotFoundError {
  return new NotFoundError('experiment-not-found', `${url} has no experiment ${experiment}.`, {
    data: { experiment },
  });
}
