import { requireRun } from './fake-lookup.ts';
import type { FakeStore } from './fake-store.ts';
import type { GivenAnswer } from './faulty-server.ts';
import type { Flavour } from './flavour.ts';
import { MlflowRefusal } from './mlflow-refusal.ts';
import { findArtifactUri, list } from './render.ts';
import { findText, type Handlers, requireText } from './request-fields.ts';

/** Calls about the files of runs, below `mlflow/artifacts/`. */
export function createArtifactHandlers(store: FakeStore, flavour: Flavour): Handlers {
  return {
    'GET list': fields => {
      const run = requireRun(store, requireText(fields, 'run_id'));
      const path = findText(fields, 'path') ?? '';
      checkPath(path);
      const root = `${run.experimentId}/${run.runId}/artifacts/`;
      const rows = listFolder(store, `${root}${path === '' ? '' : `${path.replace(/\/$/, '')}/`}`);
      const files = rows.map(row => ({ ...row, path: row.path.slice(root.length) }));
      return { root_uri: findArtifactUri(flavour, run), ...list('files', files) };
    },
  };
}

/** Answers what the server itself hands out and takes: `/api/2.0/mlflow-artifacts/artifacts/<path>`. @throws MlflowRefusal */
export function serveFile(
  store: FakeStore,
  method: string,
  { path, folder }: { readonly path: string; readonly folder: string },
  body: Buffer,
): GivenAnswer {
  const json = { 'content-type': 'application/json' };
  checkPath(path);
  checkPath(folder);
  if (method === 'PUT') {
    store.files.set(path, body);
    return { status: 200, headers: json, body: '' };
  }
  if (path === '') {
    const prefix = folder === '' ? '' : `${folder.replace(/\/$/, '')}/`;
    const files = listFolder(store, prefix).map(row => ({ ...row, path: row.path.slice(prefix.length) }));
    return { status: 200, headers: json, body: JSON.stringify(list('files', files)) };
  }
  const found = store.files.get(path);
  if (found === undefined) throw new MlflowRefusal('RESOURCE_DOES_NOT_EXIST', `No such artifact: '${path}'`);
  return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: found };
}

function listFolder(
  store: FakeStore,
  prefix: string,
): readonly { readonly path: string; readonly is_dir: boolean; readonly file_size?: number }[] {
  const rows = new Map<string, { path: string; is_dir: boolean; file_size?: number }>();
  for (const [path, bytes] of store.files) {
    if (!path.startsWith(prefix)) continue;
    const [first = '', ...deeper] = path.slice(prefix.length).split('/');
    const row = deeper.length > 0 ? { is_dir: true } : { is_dir: false, file_size: bytes.length };
    rows.set(first, { path: `${prefix}${first}`, ...row });
  }
  return [...rows.values()].sort((left, right) => (left.path < right.path ? -1 : 1));
}

function checkPath(path: string): void {
  if (path.startsWith('/') || path.split('/').includes('..'))
    throw new MlflowRefusal('INVALID_PARAMETER_VALUE', 'Invalid path');
}
