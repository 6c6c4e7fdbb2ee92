import { onTestFinished } from 'vitest';
import { createFaultTable } from '../mlflow/faults.ts';
import { type FaultyServer, openFaultyServer } from '../mlflow/faulty-server.ts';
import { addCommit, createFakeRepository, type FakeRepository, headOf, text } from './fake-repository.ts';
import { answerHub, type HubContent } from './hub-handlers.ts';

/** A hub on 127.0.0.1 whose requests meet faults. */
export type FakeHub = FaultyServer & {
  readonly content: HubContent;
  /** A repository; throws when there is none. */
  readonly get: (repository: string) => FakeRepository;
  /** Makes one that somebody else keeps, with these files of text. */
  readonly add: (
    repository: string,
    files: Readonly<Record<string, string>>,
    isPrivate?: boolean,
  ) => FakeRepository;
  /** Somebody else commits a file. */
  readonly commit: (repository: string, path: string, content: string) => void;
  /** Requests that changed something, in order: `POST api/models/…`. */
  readonly writes: () => readonly string[];
};

/** What the fake's token is, in tests. */
export const hubToken = 'hf_fakeTokenOfATest0123456789';

/** Opens a hub for the running test. */
export async function openFakeHub(change: Partial<HubContent> = {}): Promise<FakeHub> {
  const hub = await startFakeHub(change);
  onTestFinished(() => hub.stop());
  return hub;
}

/** Opens a hub until it is stopped. */
export async function startFakeHub(change: Partial<HubContent> = {}): Promise<FakeHub> {
  const content: HubContent = {
    repositories: new Map(),
    objects: new Map(),
    inPieces: new Map(),
    transfer: 'basic',
    token: hubToken,
    role: 'write',
    userName: 'anna',
    organisations: ['acme'],
    largeFromBytes: 64 * 1024,
    makesPublic: false,
    pageSize: 1000,
    ...change,
  };
  let origin = '';
  const server = await openFaultyServer(createFaultTable(), request => answerHub(content, origin, request));
  origin = server.url;
  const get = (repository: string): FakeRepository => {
    const found = content.repositories.get(repository);
    if (found === undefined) throw new Error(`There is no ${repository}.`);
    return found;
  };
  const commit: FakeHub['commit'] = (repository, path, written) => {
    const found = get(repository);
    addCommit(found, `Change ${path}`, '', new Map([...headOf(found).tree, [path, text(written)]]));
  };
  return {
    ...server,
    content,
    get,
    commit,
    add: (repository, files, isPrivate = true) => {
      const made = createFakeRepository(isPrivate);
      content.repositories.set(repository, made);
      for (const [path, written] of Object.entries(files)) commit(repository, path, written);
      return made;
    },
    writes: () =>
      server.log
        .filter(({ method, path }) => method !== 'GET' && !/preupload|objects\/batch/.test(path))
        .map(({ method, path }) => `${method} ${path}`),
  };
}
