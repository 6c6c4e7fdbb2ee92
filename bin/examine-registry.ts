import { createNodeFileSystem } from '../src/adapters/files/node-file-system.ts';
import type { Connection } from '../src/core/connections/connection.ts';
import { namePlace, type RegistryPlace, type ServerPlace } from '../src/core/settings/judge-place.ts';
import type { Variables } from '../src/core/settings/read-environment.ts';
import type { Settings } from '../src/core/settings/settings.ts';
import { judgeWriteAccess } from '../src/core/settings/write-access.ts';

/** What a registry is looked at with. */
export type RegistryAccess = {
  readonly settings: Settings;
  /** Of the process, without what a `.env` adds. */
  readonly variables: Variables;
  /** The login this process runs under; empty when nobody knows it. */
  readonly login: string;
};

/** How long a read of a server is tried again, in milliseconds: somebody waits. */
const budgetMs = 2500;

/** Who we are in a registry and what we may do there. Changes nothing, and makes no local copy. Rejects with the signal's reason, or an AppError. */
export async function examineRegistry(
  place: RegistryPlace,
  access: RegistryAccess,
  signal: AbortSignal,
): Promise<Connection> {
  const { name, bucket, server } = place;
  const { settings, variables } = access;
  if (place.kind === 'dvc') return await examineTree(place, access, signal);
  if (bucket === undefined && server === undefined) return await examineFolder(place, access);
  if (settings.offlineBecause !== undefined) {
    const fix = 'Leave out --offline, or change the setting offline.';
    const missing = [{ what: `Not asked: ${settings.offlineBecause}.`, fix }];
    return { name, place: namePlace(place), state: 'not-asked', identity: null, may: [], missing };
  }
  if (server !== undefined) return await examineMlflow(name, server, access, signal);
  if (bucket === undefined) return await examineFolder(place, access);
  const { examineBucket } = await import('../src/adapters/bucket/examine-bucket.ts');
  const { transport, ...address } = bucket;
  return await examineBucket({ name, address, transport, variables }, signal);
}

async function examineMlflow(
  name: string,
  server: ServerPlace,
  { settings, variables }: RegistryAccess,
  signal: AbortSignal,
): Promise<Connection> {
  const [{ openServer }, { examineServer }] = await Promise.all([
    import('./open-mlflow.ts'),
    import('../src/adapters/mlflow/examine-server.ts'),
  ]);
  const opened = await openServer(server, { settings, variables, purpose: 'to-look', budgetMs });
  return await examineServer({ name, ...opened }, signal);
}

async function examineTree(
  { name, path: root, push = 'both' }: RegistryPlace,
  { settings, variables }: RegistryAccess,
  signal: AbortSignal,
): Promise<Connection> {
  const [{ examineDvc }, { runProgram }] = await Promise.all([
    import('../src/adapters/dvc/examine-dvc.ts'),
    import('../src/adapters/dvc/git/run-program.ts'),
  ]);
  const { offlineBecause } = settings;
  const fileSystem = createNodeFileSystem();
  return await examineDvc({ name, root, push, variables, runProgram, fileSystem, offlineBecause }, signal);
}

async function examineFolder(place: RegistryPlace, { settings, login }: RegistryAccess): Promise<Connection> {
  const { examinePaths } = await import('../src/adapters/files/examine-paths.ts');
  const paths = await listPaths(place, settings);
  return await examinePaths({ name: place.name, place: namePlace(place), paths, login });
}

async function listPaths(place: RegistryPlace, settings: Settings) {
  const { kind, path, lineage, isMissing = false } = place;
  const access = judgeWriteAccess(settings, place).access === 'write' ? 'write' : 'read';
  if (kind === 'mlflow')
    return [{ what: "MLflow's files, which are only read", path, wanted: 'read' }] as const;
  if (kind === 'catalog') {
    const { listCatalogPaths } = await import('../src/adapters/catalog/registry-paths.ts');
    return listCatalogPaths({ file: path, lineage, access, isMissing });
  }
  const { listRegistryPaths } = await import('../src/adapters/directory/registry-paths.ts');
  return listRegistryPaths(path, access, isMissing);
}
