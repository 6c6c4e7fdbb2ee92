import { type ArrivedRequest, type FakeService, startFakeService } from '../notify/fake-service.ts';
import { type AnswerQuery, createGraphqlAnswers } from './graphql-answers.ts';

/** A run as it stands there. */
export type FakeRun = {
  readonly name: string;
  readonly entity: string;
  readonly project: string;
  displayName: string;
  group: string | null;
  jobType: string | null;
  tags: readonly string[];
  /** As it was sent: `{ key: { value } }`. */
  config: Readonly<Record<string, { readonly value: unknown }>>;
  /** Lines of `wandb-history.jsonl`, by their offset. */
  readonly history: string[];
  summary: string;
  readonly files: Map<string, string>;
  state: 'running' | 'finished' | 'failed';
};

/** W&B's API as far as runs go, with one account whose key is `key`. Runs are kept by `ENTITY/PROJECT/NAME`. */
export type FakeWandb = FakeService & {
  readonly runs: ReadonlyMap<string, FakeRun>;
  /** Everything of a run that is shown, as text; of those that were begun too. */
  readonly listShown: () => readonly string[];
};

/** @param key API key of the one account, `anna` of the team `acme`, until the running test ends */
export async function startFakeWandb(key: string): Promise<FakeWandb> {
  const runs = new Map<string, FakeRun>();
  let answerQuery: AnswerQuery | undefined;
  const service = await startFakeService(request => {
    const stored = /^\/storage\/([^/]+\/[^/]+\/[^/]+)\/(.+)$/.exec(decodeURIComponent(request.path));
    if (stored !== null) return answerStorage(request, runs.get(stored[1] ?? ''), stored[2] ?? '');
    if (request.headers.authorization !== `Basic ${Buffer.from(`api:${key}`).toString('base64')}`)
      return { status: 401, value: { errors: [{ message: 'user is not logged in' }] } };
    const [, place] = /^\/files\/(.+)\/file_stream$/.exec(decodeURIComponent(request.path)) ?? [];
    if (place !== undefined) return answerStream(request, runs.get(place));
    if (request.path !== '/graphql') return { status: 200, value: {} };
    return { status: 200, value: answerQuery?.(JSON.parse(request.body)) ?? { data: null } };
  });
  answerQuery = createGraphqlAnswers(runs, service.origin);
  const listShown = (): readonly string[] =>
    [...runs.values()].map(run => JSON.stringify({ ...run, files: Object.fromEntries(run.files) }));
  return { ...service, runs, listShown };
}

function answerStorage({ method, body }: ArrivedRequest, run: FakeRun | undefined, name: string) {
  if (run === undefined) return { status: 404, value: {} };
  if (method !== 'PUT') return { status: 200, text: run.files.get(name) ?? '' };
  run.files.set(name, body);
  return { status: 200, value: {} };
}

type StreamBody = {
  readonly files?: Readonly<Record<string, { readonly offset: number; readonly content: readonly string[] }>>;
  readonly complete?: boolean;
  readonly exitcode?: number;
};

/** Lines go where their offset says: the same ones sent again change nothing. */
function answerStream({ body }: ArrivedRequest, run: FakeRun | undefined) {
  if (run === undefined) return { status: 404, value: { error: 'run not found' } };
  const { files = {}, complete, exitcode } = JSON.parse(body) as StreamBody;
  const { 'wandb-history.jsonl': history, 'wandb-summary.json': summary } = files;
  for (const [place, line] of (history?.content ?? []).entries())
    run.history[(history?.offset ?? 0) + place] = line;
  run.summary = summary?.content.at(-1) ?? run.summary;
  if (complete) run.state = exitcode === 0 ? 'finished' : 'failed';
  return { status: 200, value: { exitcode: null, limits: {} } };
}
