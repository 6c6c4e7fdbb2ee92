import type { DeploymentRecord } from '../../core/decision/deployment-record.ts';
import { nothingDone } from '../../core/decision/deployment-record.ts';
import { formatDeploymentInfo } from '../../core/decision/format-deployment-info.ts';
import { formatDeploymentHistory, formatDeploymentLog } from '../../core/decision/format-deployment-log.ts';
import { formatModelComparison } from '../../core/decision/format-model-comparison.ts';
import { toAppError } from '../../core/errors/app-error.ts';
import type { Host } from './host.ts';
import { requireOutput } from './output-files.ts';
import { warn } from './speak.ts';

/** The files of a decision, and how each is written. */
const deploymentFiles = {
  'deployment_history.jsonl': 'in-place',
  'deployment_logs.txt': 'in-place',
  'model_comparison.json': 'replaced',
  'deployment_info.json': 'replaced',
} as const;

/** Before anything is decided: whether its files can be written. @throws InvalidInputError usage */
export async function requireDeploymentFiles(host: Host, folder: string): Promise<void> {
  for (const [name, way] of Object.entries(deploymentFiles))
    await requireOutput(host, '--output-dir', { path: placeFile(folder, name), way });
}

/** What went wrong with a run. */
export type Problem = NonNullable<DeploymentRecord['problem']>;

/**
 * Leaves a decision in S1's files: appended to the log and to our history, which keep what earlier runs decided, and in the two that
 * say how it stands now; the one that others act on is last. @throws UnavailableError
 */
export async function writeDeploymentFiles(
  host: Host,
  folder: string,
  record: DeploymentRecord,
): Promise<void> {
  await host.appendLines(placeFile(folder, 'deployment_history.jsonl'), formatDeploymentHistory(record));
  await host.appendLines(placeFile(folder, 'deployment_logs.txt'), formatDeploymentLog(record));
  await replaceDeploymentState(host, folder, record);
}

/** Only the two files that say how it stands now: what is about to happen is not history yet. @throws UnavailableError */
export async function replaceDeploymentState(
  host: Host,
  folder: string,
  record: DeploymentRecord,
): Promise<void> {
  await host.replaceFile(placeFile(folder, 'model_comparison.json'), formatModelComparison(record));
  await host.replaceFile(placeFile(folder, 'deployment_info.json'), formatDeploymentInfo(record));
}

function placeFile(folder: string, name: string): string {
  return `${folder.replace(/\/+$/, '')}/${name}`;
}

/**
 * Runs what may fail; then the files say so, and not what an earlier run had decided. The failure is thrown on.
 * @param describe what is to be written down of it
 * @param after what else is told of it
 * @throws what `run` throws
 */
export async function withFailureOnFile<Result>(
  host: Host,
  folder: string,
  describe: (problem: Problem) => DeploymentRecord,
  run: () => Promise<Result>,
  after: (record: DeploymentRecord) => Promise<unknown> = async () => undefined,
): Promise<Result> {
  try {
    return await run();
  } catch (thrown) {
    const { code, message } = toAppError(thrown);
    const record = describe({ code, message });
    await writeDeploymentFiles(host, folder, record).catch((second: unknown) =>
      warn(host, `the files of the decision could not be written: ${toAppError(second).message}`),
    );
    await after(record);
    throw thrown;
  }
}

/** A run that ended before there was a decision. */
export function describeUndecided(
  host: Host,
  asked: Pick<DeploymentRecord, 'alias' | 'forced'>,
  problem: Problem,
): DeploymentRecord {
  return {
    ...asked,
    at: host.now(),
    runId: null,
    tool: host.tool,
    model: null,
    registryKind: null,
    candidateRunId: null,
    evidence: null,
    decision: null,
    minImprovement: null,
    problem,
    done: nothingDone,
    warnings: [],
    loggedRun: null,
  };
}
