import { InvalidInputError } from '../../../core/errors/app-error.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import type { MlflowArtifact } from '../entities.ts';
import type { CallOptions, MlflowClient } from '../mlflow-client.ts';
import { type Ask, pageAnswerBytes } from './call.ts';
import { answers } from './schemas.ts';

const storedFiles = 'mlflow-artifacts/artifacts';

/** Pages of one folder that are read. */
const pageLimit = 20;

/**
 * Calls about files: those of a run, and those the server itself keeps.
 * @param host of the server, with its port
 */
export function createArtifactCalls(
  ask: Ask,
  host: string,
): Pick<MlflowClient, 'listArtifacts' | 'listStoredFiles' | 'putArtifact'> {
  return {
    listArtifacts: (runId, path, options) =>
      listFolder(ask, {
        ...options,
        path: 'mlflow/artifacts/list',
        query: { run_id: runId, path: path === '' ? undefined : path },
        doing: `list the files of the run ${show(runId)}`,
      }),
    listStoredFiles: async (uri, options) => {
      const folder = findStoredPath(uri, host);
      if (folder === undefined) return undefined;
      const query = { path: folder };
      return listFolder(ask, { ...options, path: storedFiles, query, doing: 'list the files of a version' });
    },
    putArtifact: async (run, path, bytes, options) => {
      const root = findStoredPath(run.artifactUri ?? '', host);
      if (root === undefined) throw describeUnserved(run.artifactUri);
      const target = [...root.split('/'), ...path.split('/')].filter(part => part !== '');
      await ask({
        ...options,
        kind: 'write',
        method: 'PUT',
        path: `${storedFiles}/${target.map(encodeURIComponent).join('/')}`,
        body: bytes,
        doing: `put ${show(path)} into the run ${show(run.runId)}`,
        answer: answers.nothing,
      });
    },
  };
}

type Folder = CallOptions & {
  readonly path: string;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly doing: string;
};

async function listFolder(ask: Ask, { query, ...folder }: Folder): Promise<readonly MlflowArtifact[]> {
  const files: MlflowArtifact[] = [];
  let next: string | undefined;
  for (let pages = 0; pages < pageLimit; pages += 1) {
    const page = await ask({
      ...folder,
      kind: 'read',
      method: 'GET',
      query: { ...query, page_token: next },
      limitBytes: pageAnswerBytes,
      answer: answers.artifacts,
    });
    files.push(...page.rows);
    next = page.next;
    if (next === undefined) break;
  }
  return files;
}

/**
 * The path of what the server itself keeps, below its root: `1/abc/artifacts` of `mlflow-artifacts:/1/abc/artifacts`. undefined: it is
 * kept elsewhere. Pure.
 */
function findStoredPath(uri: string, host: string): string | undefined {
  const [, authority = host, stored] = /^mlflow-artifacts:(?:\/\/([^/]+))?\/*(.*)$/.exec(uri) ?? [];
  if (stored !== undefined) return authority === host ? stored : undefined;
  const [, ofAddress, path] =
    /^https?:\/\/([^/]+)\/(?:.*\/)?api\/2\.0\/mlflow-artifacts\/artifacts\/(.*)$/.exec(uri) ?? [];
  return ofAddress === host ? path : undefined;
}

function describeUnserved(uri: string | undefined): InvalidInputError {
  const scheme = /^[a-z][a-z0-9+.-]*(?=:)/i.exec(uri ?? '')?.[0] ?? 'a folder of its own';
  return new InvalidInputError(
    'capability-missing',
    `The server hands out no files: those of this run are kept by ${show(scheme)}.`,
    { hint: 'Start it with --serve-artifacts, or put the file there by other means.' },
  );
}

function show(text: string): string {
  return makeSafeText(text, { limit: 100 });
}
