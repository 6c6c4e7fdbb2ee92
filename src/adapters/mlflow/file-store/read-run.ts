import type { MlflowDataSet, MlflowRun } from '../entities.ts';
import type { Found } from './find-runs.ts';
import { innerFolder, isFolder, type LeaveOut, listOrLeaveOut, type StoreFolder } from './list-folder.ts';
import type { MetaFields } from './parse-meta-yaml.ts';
import { parseLastValue } from './parse-metric-lines.ts';
import { readFilled, readMeta, readTime } from './read-meta.ts';
import { readTexts, takeTexts, toRecord } from './read-text-tree.ts';
import { storeLimits } from './store-limits.ts';

/** MLflow's numbers of the states of a run. */
const runStates: Readonly<Record<string, string>> = {
  1: 'RUNNING',
  2: 'SCHEDULED',
  3: 'FINISHED',
  4: 'FAILED',
  5: 'KILLED',
};

/**
 * Reads a run from its folder; undefined where the folder is another run's, or gone. What cannot be read of it is left out, and hides
 * nothing else; never throws for what is wrong with a file.
 */
export function readRun(runId: string, { folder, experiment }: Found, now: number): MlflowRun | undefined {
  const leaveOut: LeaveOut = () => undefined;
  const names = listOrLeaveOut(folder, leaveOut);
  if (names === undefined) return undefined;
  const meta = readMeta(folder.path, now);
  const fields: MetaFields = meta.ok ? meta.value : new Map();
  // A meta.yaml that was put among the files of a run must not pass for a run of its own.
  if ((readFilled(fields, 'run_id') ?? readFilled(fields, 'run_uuid') ?? runId) !== runId) return undefined;
  const owner = { owner: folder, names };
  const tags = toRecord(readTexts({ ...owner, kind: 'tags' }, leaveOut));
  const metrics: (readonly [string, number])[] = [];
  takeTexts({ ...owner, kind: 'metrics', limitBytes: storeLimits.metricBytes }, leaveOut, (key, text) => {
    const value = parseLastValue(text);
    if (value !== undefined) metrics.push([key, value]);
  });
  const status = readFilled(fields, 'status');
  return {
    runId,
    experimentId: readFilled(fields, 'experiment_id'),
    name: readFilled(fields, 'run_name') ?? tags['mlflow.runName'],
    status: status === undefined ? undefined : (runStates[status] ?? status),
    startedAt: readTime(fields, 'start_time'),
    endedAt: readTime(fields, 'end_time'),
    artifactUri: readFilled(fields, 'artifact_uri'),
    metrics: Object.fromEntries(metrics),
    params: toRecord(readTexts({ ...owner, kind: 'params' }, leaveOut)),
    tags,
    dataSets: names.folders.includes('inputs') ? readDataSets(folder, experiment, now) : [],
  };
}

/** The data sets a run was given: each of its inputs names one that the experiment keeps. */
function readDataSets(run: StoreFolder, experiment: StoreFolder, now: number): readonly MlflowDataSet[] {
  const inputs = innerFolder(run, 'inputs');
  const kept = innerFolder(experiment, 'datasets');
  if (!isFolder(kept.path)) return [];
  const names = listOrLeaveOut(inputs, () => undefined)?.folders ?? [];
  return names.slice(0, storeLimits.values).flatMap(name => {
    const input = readMeta(`${inputs.path}/${name}`, now);
    const id =
      input.ok && input.value.get('source_type') === 'DATASET' ? input.value.get('source_id') : undefined;
    if (id === undefined || !/^[\w-]{1,128}$/.test(id) || !isFolder(`${kept.path}/${id}`)) return [];
    const dataSet = readMeta(`${kept.path}/${id}`, now);
    const named = dataSet.ok ? readFilled(dataSet.value, 'name') : undefined;
    return dataSet.ok && named !== undefined
      ? [{ name: named, digest: readFilled(dataSet.value, 'digest') }]
      : [];
  });
}
