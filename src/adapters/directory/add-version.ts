import { createHash } from 'node:crypto';
import { ConflictError } from '../../core/errors/app-error.ts';
import type { AddedVersion, ReadOptions } from '../../core/ports/registry.ts';
import type { Registration } from '../../core/registration/registration.ts';
import { childPath } from '../files/child-path.ts';
import { findErrno } from '../files/file-errors.ts';
import type { DirectoryContext } from './directory-options.ts';
import { formatVersionFolder, parseEntryName } from './layout.ts';
import { listSpokenVersions } from './spoken-versions.ts';
import { removeStaging, type StagedVersion, stageVersion, writeStagedMetadata } from './stage-version.ts';

/** How many numbers are tried when others claim the same at the same time. */
const maxClaims = 1000;

/**
 * Adds a version: everything is written and made durable under a temporary name, and one rename makes it visible, whole.
 * @throws ConflictError version-exists; InvalidInputError; UnavailableError: with nothing left behind.
 */
export async function addVersion(
  context: DirectoryContext,
  registration: Registration,
  operationId: string,
  options: ReadOptions,
): Promise<AddedVersion> {
  return await stageVersion(context, registration, operationId, options, async staged => {
    try {
      return await claim(context, staged);
    } catch (thrown) {
      await removeStaging(context, staged.folder).catch(() => undefined);
      throw thrown;
    }
  });
}

/** Tries the version asked for, or one number after the other, until a rename finds its place free. */
async function claim(context: DirectoryContext, staged: StagedVersion): Promise<AddedVersion> {
  const { model, version: asked } = staged.registration;
  if (asked !== undefined) await refuseSpoken(context, model, asked);
  for (let attempt = 1; attempt <= maxClaims; attempt += 1) {
    const version = asked ?? (await findNextVersion(context, model));
    const bytes = await writeStagedMetadata(context, staged, version);
    if (await placeVersion(context, staged.folder, formatVersionFolder(model, version)))
      return describeAdded(model, version, bytes);
    if (asked !== undefined) break;
  }
  throw refuseExisting(model, asked);
}

/** Number and digest of a version that was added with these bytes as its metadata. Pure. */
export function describeAdded(model: string, version: string, metadata: Uint8Array): AddedVersion {
  const target = formatVersionFolder(model, version);
  return { version, target, metadataSha256: createHash('sha256').update(metadata).digest('hex') };
}

/** A version that is there is never written over. */
export function refuseExisting(model: string, asked: string | undefined): ConflictError {
  const shown = `${model} ${asked ?? ''}`.trim();
  return new ConflictError('version-exists', `${shown} is there already; a version never changes.`);
}

/**
 * A version that the history or a pointer speaks of never comes again, be its files there or not.
 * @throws ConflictError version-exists
 */
export async function refuseSpoken(context: DirectoryContext, model: string, version: string): Promise<void> {
  const names = await context.fileSystem.listNames(context.places.root);
  const isThere = names.includes(formatVersionFolder(model, version));
  if (isThere || !(await listSpokenVersions(context, model, names)).has(version)) return;
  throw new ConflictError(
    'version-exists',
    `${model} ${version} is on record, though its files are gone; a name never means another version.`,
  );
}

/** Makes a staged version visible under its name, by one rename; false when something stands there. */
export async function placeVersion(
  context: DirectoryContext,
  staging: string,
  name: string,
): Promise<boolean> {
  const { fileSystem, places } = context;
  if (!(await renameOnto(context, staging, childPath(places.root, name)))) return false;
  await fileSystem.syncFolder(places.root);
  return true;
}

/** True when the folder is in place; false when something stands there. An empty folder counts as taken: it is somebody's unfinished version. */
async function renameOnto(context: DirectoryContext, staging: string, folder: string): Promise<boolean> {
  if ((await context.fileSystem.findFacts(folder)) !== undefined) return false;
  try {
    await context.fileSystem.rename(staging, folder);
    return true;
  } catch (thrown) {
    if (['EEXIST', 'ENOTEMPTY', 'ENOTDIR', 'EISDIR'].includes(findErrno(thrown) ?? '')) return false;
    throw thrown;
  }
}

/** One more than the highest number that anything in the folder has, finished or not, or that the history or a pointer speaks of: a version never comes again. */
export async function findNextVersion(context: DirectoryContext, model: string): Promise<string> {
  const names = await context.fileSystem.listNames(context.places.root);
  const spoken = await listSpokenVersions(context, model, names);
  const numbers = [...names, ...[...spoken].map(version => formatVersionFolder(model, version))].map(name => {
    const parsed = parseEntryName(name);
    return parsed.is === 'version' && parsed.model === model ? parsed.number : 0;
  });
  return `v${numbers.reduce((highest, number) => Math.max(highest, number), 0) + 1}`;
}
