import type { MlflowArtifact, MlflowVersion } from '../entities.ts';
import type { CallOptions, MlflowClient } from '../mlflow-client.ts';

/** Bounds of one listing. */
const folderLimit = 100;
const fileLimit = 2000;

/** Lists one folder: paths below the version's own, without slashes at the ends. */
type ListFolder = (folder: string) => Promise<readonly MlflowArtifact[] | undefined>;

/**
 * The files of a version, paths below its own folder, where they lie among the artifacts of a run or where the server itself keeps them;
 * undefined where they are elsewhere or nothing is there. At most 2,000 files of 100 folders.
 */
export async function listVersionFiles(
  client: MlflowClient,
  version: MlflowVersion,
  options: CallOptions = {},
): Promise<readonly MlflowArtifact[] | undefined> {
  const listFolder = await chooseListing(client, version, options);
  const files: MlflowArtifact[] = [];
  const folders = [''];
  for (let asked = 0; asked < folderLimit && files.length < fileLimit; asked += 1) {
    const folder = folders.shift();
    if (folder === undefined) break;
    const rows = await listFolder(folder);
    if (rows === undefined) return undefined;
    folders.push(...rows.filter(row => row.isFolder).map(row => row.path));
    files.push(...rows.filter(row => !row.isFolder));
  }
  return files.length === 0 ? undefined : files.slice(0, fileLimit);
}

async function chooseListing(
  client: MlflowClient,
  { model, version, source = '' }: MlflowVersion,
  options: CallOptions,
): Promise<ListFolder> {
  // What was logged as a model of its own, or is another version, is somewhere the server knows.
  const isIndirect = source.startsWith('models:');
  const uri = isIndirect ? await client.getDownloadUri({ model, version }, options) : source;
  const [, runId, path = ''] = /^runs:\/+([^/]+)(?:\/(.*))?$/.exec(uri) ?? [];
  if (runId !== undefined) return listInRun(client, runId, trimSlashes(path), options);
  return async folder => {
    const rows = await client.listStoredFiles(join(trimSlashes(uri), folder), options);
    return rows?.map(row => ({ ...row, path: join(folder, row.path) }));
  };
}

/** A run tells paths below its own root. */
function listInRun(client: MlflowClient, runId: string, path: string, options: CallOptions): ListFolder {
  const prefix = path === '' ? '' : `${path}/`;
  return async folder => {
    const rows = await client.listArtifacts(runId, join(path, folder), options);
    return rows
      .filter(row => row.path.startsWith(prefix))
      .map(row => ({ ...row, path: row.path.slice(prefix.length) }));
  };
}

function join(...parts: readonly string[]): string {
  return parts.filter(part => part !== '').join('/');
}

function trimSlashes(path: string): string {
  return path.replace(/^\/+|\/+$/g, '');
}
