import type { MlflowArtifact, MlflowVersion } from '../entities.ts';
import type { CallOptions, MlflowClient } from '../mlflow-client.ts';

/** Bounds of one listing. */
const folderLimit = 100;
const fileLimit = 2000;

/** Lists one folder: paths below the version's own, without slashes at the ends. */
type ListFolder = (folder: string) => Promise<readonly MlflowArtifact[] | undefined>;

/**
 * The files of a version, paths below its own folder, where they lie among the artifacts of a run or where the server itself keeps them;
 * none where nothing is there, undefined where they are elsewhere. At most 2,000 files of 100 folders.
 */
export async function listVersionFiles(
  client: MlflowClient,
  version: MlflowVersion,
  options: CallOptions = {},
): Promise<readonly MlflowArtifact[] | undefined> {
  const { listFolder, findFile } = await chooseListing(client, version, options);
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
  return files.length === 0 ? await findFile() : files.slice(0, fileLimit);
}

/** The files at an address, listed. */
type Listing = {
  readonly listFolder: ListFolder;
  /** The one file that the address itself is, by its name; nothing is listed below it. None where it is no file. */
  readonly findFile: () => Promise<readonly MlflowArtifact[] | undefined>;
};

async function chooseListing(
  client: MlflowClient,
  { model, version, source = '' }: MlflowVersion,
  options: CallOptions,
): Promise<Listing> {
  // What was logged as a model of its own, or is another version, is somewhere the server knows.
  const isIndirect = source.startsWith('models:');
  const uri = isIndirect ? await client.getDownloadUri({ model, version }, options) : source;
  const [, runId, path = ''] = /^runs:\/+([^/]+)(?:\/(.*))?$/.exec(uri) ?? [];
  if (runId !== undefined) return listInRun(client, runId, trimSlashes(path), options);
  const place = trimSlashes(uri);
  return {
    listFolder: async folder => {
      const rows = await client.listStoredFiles(join(place, folder), options);
      return rows?.map(row => ({ ...row, path: join(folder, row.path) }));
    },
    findFile: async () => chooseFile(await client.listStoredFiles(findFolder(place), options), nameOf(place)),
  };
}

/** A run tells paths below its own root. */
function listInRun(client: MlflowClient, runId: string, path: string, options: CallOptions): Listing {
  const prefix = path === '' ? '' : `${path}/`;
  return {
    listFolder: async folder => {
      const rows = await client.listArtifacts(runId, join(path, folder), options);
      return rows
        .filter(row => row.path.startsWith(prefix))
        .map(row => ({ ...row, path: row.path.slice(prefix.length) }));
    },
    findFile: async () => chooseFile(await client.listArtifacts(runId, findFolder(path), options), path),
  };
}

function chooseFile(
  rows: readonly MlflowArtifact[] | undefined,
  path: string,
): readonly MlflowArtifact[] | undefined {
  return rows
    ?.filter(row => row.path === path && !row.isFolder)
    .map(row => ({ ...row, path: nameOf(row.path) }));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function findFolder(path: string): string {
  return path.replace(/\/?[^/]*$/, '');
}

function join(...parts: readonly string[]): string {
  return parts.filter(part => part !== '').join('/');
}

function trimSlashes(path: string): string {
  return path.replace(/^\/+|\/+$/g, '');
}
