import type { DeploymentRecord } from '../../core/decision/deployment-record.ts';
import { describeDeploymentRun } from '../../core/decision/deployment-run.ts';
import { toAppError } from '../../core/errors/app-error.ts';
import type { ReceiptProblem } from '../../core/plan/receipt.ts';
import type { RunLog } from '../../core/ports/run-log.ts';
import type { Host } from './host.ts';
import { tell, warn } from './speak.ts';

/** Where a decision is logged, and since when it was being made (ISO 8601 UTC). */
export type RunTarget = { readonly log: RunLog; readonly experiment: string; readonly startedAt: string };

/** What came of logging a decision. */
export type LoggedDecision = {
  /** With the run, where it was logged. */
  readonly record: DeploymentRecord;
  /** Why it was not logged whole; undefined when it was, or was not asked for. */
  readonly problem: ReceiptProblem | undefined;
};

/**
 * Logs what was decided and done as a run. What was done stays done whatever comes of this; a failure is told and answered, never
 * thrown.
 * @param target undefined: it is not to be logged
 */
export async function logDeploymentRun(
  host: Host,
  record: DeploymentRecord,
  target: RunTarget | undefined,
): Promise<LoggedDecision> {
  if (target === undefined) return { record, problem: undefined };
  const { log, experiment } = target;
  try {
    const { runId, problems } = await log.logRun(describeDeploymentRun(record, target), {
      signal: host.stop,
    });
    tell(host, [`Logged as run ${runId} in ${experiment} of ${log.url}.`]);
    for (const problem of problems) warn(host, `run ${runId} is not whole: ${problem}`);
    const [first] = problems;
    return {
      record: { ...record, loggedRun: { url: log.url, experiment, runId } },
      problem: first === undefined ? undefined : describePartly(runId, first),
    };
  } catch (thrown) {
    const { code, message, hint } = toAppError(thrown);
    warn(host, `the run was not logged: ${message} ${hint}`);
    return { record, problem: { code, message: `The run was not logged: ${message}`, hint } };
  }
}

function describePartly(runId: string, problem: string): ReceiptProblem {
  const hint = 'Log what is missing by hand, or leave it: what was decided stands in the files.';
  return { code: 'partly-done', message: `Run ${runId} is not whole: ${problem}`, hint };
}
