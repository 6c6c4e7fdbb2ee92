import { createHash } from 'node:crypto';
import type { Connection } from '../../../core/connections/connection.ts';
import { type AppError, toAppError, UnavailableError } from '../../../core/errors/app-error.ts';
import type { EventKind, RegistryEvent } from '../../../core/events/event.ts';
import { describeTrackedRun } from '../../../core/events/tracked-run.ts';
import type { Channel, Delivery, DeliveryOptions } from '../../../core/ports/channel.ts';
import type { FinishedRun, RunLog, RunReceipt } from '../../../core/ports/run-log.ts';

/** An experiment of MLflow in which every event is a run. */
export type MlflowChannelOptions = {
  readonly name: string;
  readonly kinds: ReadonlySet<EventKind>;
  readonly runs: RunLog;
  readonly experiment: string;
  /** Name and version of this program. */
  readonly tool: string;
};

/** Tag by which the run of an event is found again. */
const eventTag = 'lastgood.event';

/** Longest value of a parameter that every server takes, in characters. */
const paramLimit = 500;

/**
 * A channel that keeps each event as a run. Where an earlier try may have arrived the run of the event is looked for first, and completed:
 * MLflow itself takes the same run twice.
 */
export function createMlflowChannel(options: MlflowChannelOptions): Channel {
  const { name, kinds } = options;
  return {
    ...{ name, kinds, use: 'tracking' },
    deliver: (event, how) => deliver(options, event, how),
    examine: signal => examine(options, signal),
  };
}

async function deliver(
  { runs, experiment, tool }: MlflowChannelOptions,
  event: RegistryEvent,
  { signal, mayHaveArrived }: DeliveryOptions,
): Promise<Delivery> {
  try {
    const run = describeFinishedRun(event, experiment, tool);
    const identifiedBy = mayHaveArrived ? eventTag : undefined;
    return describeReceipt(await runs.logRun(run, { signal, identifiedBy }), experiment, runs.url);
  } catch (thrown) {
    // It was broken off: what was sent by then may have arrived.
    if (signal?.aborted) return describeStopped(runs.url);
    return describeFailure(toAppError(thrown));
  }
}

/** The run of an event, with its facts as parameters. */
function describeFinishedRun(event: RegistryEvent, experiment: string, tool: string): FinishedRun {
  const { runId, name, outcome, at, facts, metrics, files, model } = describeTrackedRun(event, sha256);
  const params = Object.entries(facts).map(([key, value]) => [key, cut(value)] as const);
  return {
    ...{ experiment, name, outcome, metrics, files, startedAt: at, endedAt: at },
    params: Object.fromEntries(params),
    tags: {
      [eventTag]: runId,
      'lastgood.model': model,
      'mlflow.source.name': tool,
      'mlflow.user': event.actor,
    },
  };
}

function describeReceipt({ runId, problems, again }: RunReceipt, experiment: string, url: string): Delivery {
  const reference = `run ${runId} in ${experiment} of ${url}`;
  const [problem] = problems;
  if (problem === undefined) return { outcome: 'delivered', reference };
  // What the server will never take must not bring the same run back for three days.
  if (again === 'useless')
    return { outcome: 'delivered', reference: `${reference}, without all of it: ${problem}` };
  const message = `${reference} is not whole: ${problem}`;
  const hint = 'Nothing has to be done: it is completed later.';
  return { outcome: 'failed', again: 'unknown', problem: { code: 'partly-done', message, hint } };
}

function describeFailure(error: AppError): Delivery {
  const { code, message, hint } = error;
  const problem = { code, message, hint };
  if (code === 'answer-lost') return { outcome: 'failed', again: 'unknown', problem };
  return { outcome: 'failed', again: error instanceof UnavailableError ? 'later' : 'never', problem };
}

function describeStopped(url: string): Delivery {
  const message = `${url} was not waited for.`;
  const hint = 'Nothing has to be done: it is tried again.';
  return { outcome: 'failed', again: 'unknown', problem: { code: 'network-failed', message, hint } };
}

/** MLflow has no call that says who we are. */
async function examine(
  { name, runs, experiment }: MlflowChannelOptions,
  signal: AbortSignal | undefined,
): Promise<Connection> {
  const base = { name, place: runs.url, identity: null };
  try {
    const found = await runs.checkExperiment(experiment, { signal });
    const may =
      found.experiment === 'there' ? `read ${experiment}` : `make ${experiment}, where the server allows it`;
    return { ...base, state: 'ready', may: [may], missing: [] };
  } catch (thrown) {
    const { message: what, hint: fix } = toAppError(thrown);
    return { ...base, state: 'not-usable', may: [], missing: [{ what, fix }] };
  }
}

function cut(text: string): string {
  const characters = [...text];
  return characters.length <= paramLimit ? text : `${characters.slice(0, paramLimit - 1).join('')}…`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
