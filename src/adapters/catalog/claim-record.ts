import { dirname, join } from 'node:path';
import { checkModelName, checkVersionName } from '../../core/names/model-name.ts';
import { childPath } from '../files/child-path.ts';
import { ensureFolder, removeIfThere } from '../files/durable-write.ts';
import { findErrno } from '../files/file-errors.ts';
import type { AppendMethod } from '../history/registry-file.ts';
import type { CatalogContext } from './catalog-options.ts';

/** Ends the name of a folder that claims a version where there are no hard links. */
export const claimEnding = '.claim';

/**
 * The file of a version's record.
 * @throws InvalidInputError invalid-name
 */
export function placeRecord(
  { places }: Pick<CatalogContext, 'places'>,
  model: string,
  version: string,
): string {
  const folder = childPath(places.versions, checkModelName(model));
  return childPath(folder, `${checkVersionName(version)}.json`);
}

/**
 * Creates the record of a version, whole and durably, unless one is there: of several that want a name one gets it. Answers false when it
 * is taken. Rejects with Node's error.
 */
export async function claimRecord(
  context: CatalogContext,
  method: AppendMethod,
  path: string,
  bytes: Uint8Array,
): Promise<boolean> {
  const { fileSystem, places, createId } = context;
  const temporary = join(places.temporary, `record-${createId()}`);
  await makeFolders(context, dirname(path));
  try {
    await fileSystem.createFile(temporary, bytes);
    if (method === 'link') await fileSystem.link(temporary, path);
    else await claimByFolder(context, temporary, path);
  } catch (thrown) {
    if (findErrno(thrown) === 'EEXIST') return false;
    throw thrown;
  } finally {
    // What became of the claim is decided; a leftover that cannot be removed now is removed by doctor.
    await removeIfThere(fileSystem, temporary).catch(() => false);
  }
  await fileSystem.syncFolder(dirname(path));
  return true;
}

/** The folder decides, and is never removed while the record stands. */
async function claimByFolder({ fileSystem }: CatalogContext, temporary: string, path: string): Promise<void> {
  const claim = path.replace(/\.json$/, claimEnding);
  await fileSystem.makeFolder(claim);
  try {
    await fileSystem.rename(temporary, path);
  } catch (thrown) {
    // A name that nobody got is free again; a claim that cannot be removed now is removed by doctor.
    await fileSystem.removeFolder(claim).catch(() => undefined);
    throw thrown;
  }
}

async function makeFolders({ fileSystem, places }: CatalogContext, folder: string): Promise<void> {
  for (const each of [places.temporary, places.versions, folder]) await ensureFolder(fileSystem, each);
  await fileSystem.syncFolder(places.versions);
  await fileSystem.syncFolder(places.own);
}
