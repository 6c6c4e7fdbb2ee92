import { answerRequest, type FakeLogin } from './answer-request.ts';
import { createArtifactHandlers } from './artifact-handlers.ts';
import { createExperimentHandlers } from './experiment-handlers.ts';
import { createFakeStore, type FakeStore } from './fake-store.ts';
import { createFaultTable } from './faults.ts';
import { type FaultyServer, openFaultyServer } from './faulty-server.ts';
import { type Flavour, plainFlavour } from './flavour.ts';
import { MlflowRefusal } from './mlflow-refusal.ts';
import { createModelHandlers } from './model-handlers.ts';
import { createRenderer } from './render.ts';
import type { Fields, Handler } from './request-fields.ts';
import { createRunHandlers } from './run-handlers.ts';
import { createVersionHandlers } from './version-handlers.ts';

/** A fake of an MLflow server, in this process. */
export type FakeMlflow = FaultyServer & {
  /** What it holds; tests may change it. */
  readonly store: FakeStore;
  /** Whom it lets in from now on; undefined: everybody. */
  login: FakeLogin | undefined;
  /** What another client does meanwhile: neither logged nor hindered. @throws MlflowRefusal */
  call(method: string, path: string, fields?: Fields): Record<string, unknown>;
};

/** How a fake server is begun. */
export type FakeMlflowOptions = {
  readonly flavour?: Partial<Flavour>;
  readonly login?: FakeLogin;
  /** Milliseconds since the epoch. The machine's clock when left out. */
  readonly now?: () => number;
};

/** Starts an empty fake on a free port of 127.0.0.1. Close it with `stop`. */
export async function openFakeMlflow(options: FakeMlflowOptions = {}): Promise<FakeMlflow> {
  const now = options.now ?? Date.now;
  const flavour = { ...plainFlavour, ...options.flavour };
  const store = createFakeStore(now());
  const handlers = createHandlers(store, flavour, now);
  const call = (method: string, path: string, fields: Fields = {}): Record<string, unknown> =>
    findLoggedModel(store, path) ?? findHandler(handlers, method, path)(fields);
  const state: { login: FakeLogin | undefined } = { login: options.login };
  const server = await openFaultyServer(createFaultTable(), request =>
    answerRequest({ store, call, login: state.login }, request),
  );
  return Object.assign(state, server, { store, call });
}

function createHandlers(store: FakeStore, flavour: Flavour, now: () => number): ReadonlyMap<string, Handler> {
  const render = createRenderer(flavour);
  const groups = {
    'mlflow/registered-models': createModelHandlers(store, flavour, render, now),
    'mlflow/model-versions': createVersionHandlers(store, flavour, render, now),
    'mlflow/runs': createRunHandlers(store, flavour, render, now),
    'mlflow/experiments': createExperimentHandlers(store, render, now),
    'mlflow/artifacts': createArtifactHandlers(store, flavour),
  };
  return new Map(
    Object.entries(groups).flatMap(([folder, group]) =>
      Object.entries(group).map(([name, handler]) => {
        const [method, path] = name.split(' ');
        return [`${method} ${folder}/${path}`, handler] as const;
      }),
    ),
  );
}

/** A model that was logged by itself, where that is what is asked for. */
function findLoggedModel({ runs }: FakeStore, path: string): Record<string, unknown> | undefined {
  const [, id = ''] = /^mlflow\/logged-models\/(m-[^/]+)$/.exec(path) ?? [];
  const run = [...runs.values()].find(({ loggedModels }) => loggedModels.has(id));
  const name = run?.loggedModels.get(id);
  return name === undefined ? undefined : { model: { info: { model_id: id, name } } };
}

function findHandler(handlers: ReadonlyMap<string, Handler>, method: string, path: string): Handler {
  const handler = handlers.get(`${method} ${path}`);
  if (handler === undefined)
    throw new MlflowRefusal('ENDPOINT_NOT_FOUND', `No API found for '${method} /${path}'`);
  return handler;
}
