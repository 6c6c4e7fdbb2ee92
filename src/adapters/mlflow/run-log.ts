import { candidateRunTag, deploymentSuccess } from '../../core/decision/deployment-run.ts';
import { type AppError, toAppError, UnavailableError } from '../../core/errors/app-error.ts';
import type { ReadOptions } from '../../core/ports/registry.ts';
import type {
  FinishedRun,
  LogRunOptions,
  RunLog,
  RunReceipt,
  ScoredRun,
  ScoredRunQuery,
} from '../../core/ports/run-log.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import type { MlflowRun } from './entities.ts';
import type { MlflowClient, RunBatch } from './mlflow-client.ts';

/** What of a client a log of runs needs. */
export type RunLogClient = Pick<
  MlflowClient,
  | 'url'
  | 'searchRuns'
  | 'findExperiment'
  | 'createExperiment'
  | 'createRun'
  | 'logToRun'
  | 'finishRun'
  | 'putArtifact'
>;

/** The runs of an MLflow server. */
export function createRunLog(client: RunLogClient): RunLog {
  return {
    url: client.url,
    findBestRuns: async (query, options) => await findBestRuns(client, query, options),
    logRun: async (run, options) => await logRun(client, run, options),
    checkExperiment: async (experiment, options) => {
      const found = await client.findExperiment(experiment, options);
      return { experiment: found === undefined ? 'made-when-needed' : 'there' };
    },
  };
}

/** Runs on one page. */
const pageSize = 200;

async function findBestRuns(
  client: RunLogClient,
  { experiment, metric, counts, atMost }: ScoredRunQuery,
  options: ReadOptions | undefined,
): Promise<readonly ScoredRun[] | undefined> {
  const signal = options?.signal;
  const experimentId = await client.findExperiment(experiment, { signal });
  if (experimentId === undefined) return undefined;
  const found: ScoredRun[] = [];
  const seen = new Set<string>();
  let pageToken: string | undefined;
  do {
    const page = await client.searchRuns({
      experimentIds: [experimentId],
      filter: "attributes.status = 'FINISHED'",
      orderBy: [`metrics.\`${metric}\` DESC`],
      ...{ maxResults: pageSize, pageToken, signal },
    });
    const scored = page.rows.flatMap(run => readScore(run, metric));
    found.push(...scored.filter(counts));
    // What has no score comes last.
    if (found.length >= atMost || scored.length < page.rows.length) break;
    pageToken = takeNext(page.next, seen, client.url);
  } while (pageToken !== undefined);
  return found.toSorted((one, other) => other.score - one.score).slice(0, atMost);
}

/** @throws UnavailableError answer-damaged for a page that was there before: the answer would have no end */
function takeNext(next: string | undefined, seen: Set<string>, url: string): string | undefined {
  if (next === undefined) return undefined;
  if (seen.has(next))
    throw new UnavailableError('answer-damaged', `${url} gives the same page of runs again.`);
  seen.add(next);
  return next;
}

function readScore({ runId, status, metrics, tags }: MlflowRun, metric: string): readonly ScoredRun[] {
  const score = Object.hasOwn(metrics, metric) ? metrics[metric] : undefined;
  if (score === undefined || status !== 'FINISHED') return [];
  const success = Object.hasOwn(metrics, deploymentSuccess) ? metrics[deploymentSuccess] : undefined;
  const about = readTag(tags, candidateRunTag) ?? readTag(tags, 'mlflow.parentRunId');
  return [
    {
      runId: makeSafeText(runId, { limit: 128 }),
      score,
      candidateRunId: about === undefined ? undefined : makeSafeText(about, { limit: 128 }),
      deployed: success === undefined ? undefined : success === 1,
    },
  ];
}

function readTag(tags: MlflowRun['tags'], key: string): string | undefined {
  return Object.hasOwn(tags, key) ? tags[key] : undefined;
}

async function logRun(
  client: RunLogClient,
  run: FinishedRun,
  options: LogRunOptions | undefined,
): Promise<RunReceipt> {
  const signal = options?.signal;
  const experimentId =
    (await client.findExperiment(run.experiment, { signal })) ??
    (await client.createExperiment(run.experiment, { signal }));
  const { name, tags } = run;
  const begun =
    (await findEarlier(client, run, experimentId, options)) ??
    (await client.createRun({ experimentId, name, startedAt: Date.parse(run.startedAt), tags }, { signal }));
  const problems: string[] = [];
  let again: RunReceipt['again'] = 'useless';
  const attempt = async (what: string, work: () => Promise<void>): Promise<boolean> => {
    try {
      await work();
      return true;
    } catch (thrown) {
      const error = toAppError(thrown);
      problems.push(`${what}: ${error.message}`);
      if (mayPass(error)) again = 'worth-it';
      return false;
    }
  };
  const isLogged = await attempt('its metrics could not be logged', () =>
    client.logToRun(begun.runId, describeBatch(run), { signal }),
  );
  for (const [path, text] of Object.entries(run.files))
    await attempt(`${path} could not be put beside it`, () =>
      client.putArtifact(begun, path, new TextEncoder().encode(text), { signal }),
    );
  // A run without its metrics must not look like a whole one.
  const status = isLogged && run.outcome === 'finished' ? 'FINISHED' : 'FAILED';
  await attempt('it could not be ended', () =>
    client.finishRun(begun.runId, status, Date.parse(run.endedAt), { signal }),
  );
  return { runId: makeSafeText(begun.runId, { limit: 128 }), problems, again };
}

/** The run that an earlier try began; whatever it left out is logged again, which changes nothing of what is there. */
async function findEarlier(
  client: RunLogClient,
  { tags }: FinishedRun,
  experimentId: string,
  options: LogRunOptions | undefined,
): Promise<MlflowRun | undefined> {
  const tag = options?.identifiedBy;
  if (tag === undefined) return undefined;
  const found = await client.searchRuns({
    experimentIds: [experimentId],
    filter: `tags.\`${tag}\` = '${tags[tag] ?? ''}'`,
    ...{ maxResults: 1, signal: options?.signal },
  });
  return found.rows.find(row => readTag(row.tags, tag) === tags[tag]);
}

/** Whether the same may go well another time: something on the way, or a login. */
function mayPass(error: AppError): boolean {
  return error instanceof UnavailableError;
}

function describeBatch({ metrics, params, endedAt }: FinishedRun): RunBatch {
  const at = Date.parse(endedAt);
  return {
    metrics: Object.entries(metrics).map(([key, value]) => ({ key: makeKey(key), value, at })),
    params,
  };
}

/** A name as every server takes it. */
function makeKey(name: string): string {
  return name.replace(/[^\w\-. /]/g, '_').slice(0, 250);
}
