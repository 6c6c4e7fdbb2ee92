import { randomUUID } from 'node:crypto';
import { requireRun } from './fake-lookup.ts';
import type { FakeStore, StoredMetric, StoredRun } from './fake-store.ts';
import type { Flavour } from './flavour.ts';
import { MlflowRefusal } from './mlflow-refusal.ts';
import { takePage } from './pages.ts';
import { list, type Renderer } from './render.ts';
import { type Fields, findText, type Handlers, readPairs, readRows, requireText } from './request-fields.ts';
import { type Condition, meets, parseFilter } from './search-filter.ts';

/** Calls about runs, below `mlflow/runs/`. */
export function createRunHandlers(
  store: FakeStore,
  flavour: Flavour,
  render: Renderer,
  now: () => number,
): Handlers {
  const named = (fields: Fields): StoredRun => requireRun(store, requireText(fields, 'run_id'));
  return {
    'POST create': fields => ({ run: render.run(createRun(store, fields, now())) }),
    'GET get': fields => ({ run: render.run(named(fields)) }),
    'POST update': fields => {
      const run = named(fields);
      run.status = findText(fields, 'status') ?? run.status;
      const endedAt = findText(fields, 'end_time');
      if (endedAt !== undefined) run.endedAt = Number(endedAt);
      return { run_info: render.runInfo(run) };
    },
    'POST delete': fields => {
      named(fields).lifecycle = 'deleted';
      return {};
    },
    'POST log-batch': fields => {
      logBatch(named(fields), fields);
      return {};
    },
    'POST log-inputs': fields => {
      const run = named(fields);
      for (const row of readRows(fields, 'datasets')) {
        const dataSet = row['dataset'] as Fields;
        run.dataSets.push({ name: String(dataSet['name']), digest: String(dataSet['digest']) });
      }
      return {};
    },
    'POST set-tag': fields => {
      named(fields).tags.set(requireText(fields, 'key'), findText(fields, 'value') ?? '');
      return {};
    },
    'POST search': fields => searchRuns(store, flavour, render, fields),
  };
}

function createRun(store: FakeStore, fields: Fields, now: number): StoredRun {
  const experimentId = findText(fields, 'experiment_id') ?? '0';
  if (!store.experiments.some(({ id }) => id === experimentId))
    throw new MlflowRefusal('RESOURCE_DOES_NOT_EXIST', `No Experiment with id=${experimentId} exists`);
  const tags = readPairs(fields, 'tags');
  const name = findText(fields, 'run_name') || tags.get('mlflow.runName') || `run-${store.runs.size + 1}`;
  tags.set('mlflow.runName', name);
  const run: StoredRun = {
    runId: randomUUID().replaceAll('-', ''),
    experimentId,
    name,
    status: 'RUNNING',
    startedAt: Number(findText(fields, 'start_time') ?? now),
    endedAt: undefined,
    lifecycle: 'active',
    metrics: new Map(),
    params: new Map(),
    tags,
    dataSets: [],
    loggedModels: new Map(),
  };
  store.runs.set(run.runId, run);
  return run;
}

function logBatch(run: StoredRun, fields: Fields): void {
  const params = readPairs(fields, 'params');
  for (const [key, value] of params) {
    const old = run.params.get(key);
    if (old !== undefined && old !== value)
      throw new MlflowRefusal(
        'INVALID_PARAMETER_VALUE',
        `Changing param values is not allowed. Params were already logged='[{'key': '${key}', 'old_value': '${old}', 'new_value': '${value}'}]' for run ID='${run.runId}'.`,
      );
  }
  for (const [key, value] of params) run.params.set(key, value);
  for (const [key, value] of readPairs(fields, 'tags')) run.tags.set(key, value);
  for (const row of readRows(fields, 'metrics')) {
    const metric: StoredMetric = {
      key: String(row['key']),
      value: writeMetric(row['value']),
      timestamp: Number(row['timestamp'] ?? 0),
      step: Number(row['step'] ?? 0),
    };
    const old = run.metrics.get(metric.key);
    const isOlder = old !== undefined && (metric.step - old.step || metric.timestamp - old.timestamp) < 0;
    if (!isOlder) run.metrics.set(metric.key, metric);
  }
}

/** A SQL store has no infinity: the largest double stands for it. */
function writeMetric(value: unknown): number | string {
  if (value === 'NaN') return 'NaN';
  if (value === 'Infinity') return Number.MAX_VALUE;
  return value === '-Infinity' ? -Number.MAX_VALUE : Number(value);
}

function searchRuns(store: FakeStore, flavour: Flavour, render: Renderer, fields: Fields) {
  const conditions = parseFilter(findText(fields, 'filter') ?? '');
  if (flavour.runSearch === 'no' && conditions.some(({ key }) => key === 'run_id'))
    throw new MlflowRefusal('INVALID_PARAMETER_VALUE', "Invalid attribute key 'run_id' specified.");
  const experiments = Array.isArray(fields['experiment_ids']) ? fields['experiment_ids'].map(String) : [];
  const view = findText(fields, 'run_view_type') ?? 'ACTIVE_ONLY';
  const found = [...store.runs.values()]
    .filter(run => experiments.includes(run.experimentId))
    .filter(run => view === 'ALL' || run.lifecycle === (view === 'DELETED_ONLY' ? 'deleted' : 'active'))
    .filter(run => conditions.every(condition => meets(condition, findValue(run, condition))))
    .sort((left, right) => right.startedAt - left.startedAt || (left.runId < right.runId ? -1 : 1));
  const page = takePage(
    found,
    { maxResults: fields['max_results'], pageToken: fields['page_token'] },
    { usual: 1000, most: 50_000 },
  );
  return {
    ...list(
      'runs',
      page.rows.map(run => render.run(run)),
    ),
    ...(page.next === undefined ? {} : { next_page_token: page.next }),
  };
}

function findValue(run: StoredRun, { type, key }: Condition): string | number | undefined {
  if (type === 'tag') return run.tags.get(key);
  if (type === 'param') return run.params.get(key);
  if (type === 'metric') {
    const value = run.metrics.get(key)?.value;
    return typeof value === 'number' ? value : undefined;
  }
  const attributes: Readonly<Record<string, string | number | undefined>> = {
    run_id: run.runId,
    run_name: run.name,
    status: run.status,
    start_time: run.startedAt,
    end_time: run.endedAt,
  };
  return attributes[key];
}
