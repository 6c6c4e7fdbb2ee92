import { makeSafeText } from '../../../core/text/safe-text.ts';
import type { MlflowClient } from '../mlflow-client.ts';
import { type Ask, pageAnswerBytes } from './call.ts';
import { undefinedWhenMissing } from './refusal.ts';
import { formatTags, search } from './registry-calls.ts';
import { answers } from './schemas.ts';

const runs = 'mlflow/runs';
const experiments = 'mlflow/experiments';

/** Most experiments on one page; the server wants a number. */
const experimentsPerPage = 1000;

/** Calls about runs and experiments. */
export function createRunCalls(
  ask: Ask,
): Pick<
  MlflowClient,
  | 'getRun'
  | 'findLoggedModelName'
  | 'searchRuns'
  | 'searchExperiments'
  | 'findExperiment'
  | 'createExperiment'
  | 'createRun'
  | 'logToRun'
  | 'finishRun'
> {
  return {
    getRun: (runId, options) =>
      undefinedWhenMissing(
        ask({
          ...options,
          kind: 'read',
          method: 'GET',
          path: `${runs}/get`,
          query: { run_id: runId },
          doing: `read the run ${show(runId)}`,
          answer: answers.run,
        }),
      ),
    findLoggedModelName: (modelId, options) =>
      undefinedWhenMissing(
        ask({
          ...options,
          kind: 'read',
          method: 'GET',
          path: `mlflow/logged-models/${encodeURIComponent(modelId)}`,
          doing: `read the model ${show(modelId)}`,
          answer: answers.loggedModel,
        }),
      ),
    searchRuns: ({ signal, experimentIds, filter, maxResults, orderBy, pageToken }) =>
      ask({
        signal,
        // A POST that only reads: a query of so many ids is too long for an address.
        kind: 'read',
        method: 'POST',
        path: `${runs}/search`,
        body: {
          experiment_ids: experimentIds,
          filter,
          max_results: maxResults,
          order_by: orderBy,
          page_token: pageToken,
        },
        limitBytes: pageAnswerBytes,
        doing: 'list the runs',
        answer: answers.runs,
      }),
    searchExperiments: query =>
      ask({
        ...search({ ...query, maxResults: query.maxResults ?? experimentsPerPage }),
        path: `${experiments}/search`,
        doing: 'list the experiments',
        answer: answers.experiments,
      }),
    findExperiment: async (name, options) => {
      const found = await undefinedWhenMissing(
        ask({
          ...options,
          kind: 'read',
          method: 'GET',
          path: `${experiments}/get-by-name`,
          query: { experiment_name: name },
          doing: `find the experiment ${show(name)}`,
          answer: answers.experiment,
        }),
      );
      return found?.id;
    },
    createExperiment: (name, options) =>
      ask({
        ...options,
        kind: 'write',
        method: 'POST',
        path: `${experiments}/create`,
        body: { name },
        doing: `create the experiment ${show(name)}`,
        answer: answers.experimentId,
      }),
    createRun: ({ experimentId, name, startedAt, tags }, options) =>
      ask({
        ...options,
        kind: 'write',
        method: 'POST',
        path: `${runs}/create`,
        body: { experiment_id: experimentId, run_name: name, start_time: startedAt, tags: formatTags(tags) },
        doing: `begin the run ${show(name)}`,
        answer: answers.run,
      }),
    logToRun: async (runId, { metrics = [], params = {}, tags = {} }, options) => {
      const points = metrics.map(({ key, value, at }) => ({ key, value, timestamp: at, step: 0 }));
      await ask({
        ...options,
        kind: 'write',
        method: 'POST',
        path: `${runs}/log-batch`,
        body: { run_id: runId, metrics: points, params: formatTags(params), tags: formatTags(tags) },
        doing: `log to the run ${show(runId)}`,
        answer: answers.nothing,
      });
    },
    finishRun: async (runId, status, endedAt, options) => {
      await ask({
        ...options,
        kind: 'write',
        method: 'POST',
        path: `${runs}/update`,
        body: { run_id: runId, status, end_time: endedAt },
        doing: `finish the run ${show(runId)}`,
        answer: answers.nothing,
      });
    },
  };
}

function show(name: string): string {
  return makeSafeText(name, { limit: 100 });
}
