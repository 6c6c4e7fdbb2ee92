import { basename, join } from 'node:path';
import { ConflictError, toAppError } from '../../../core/errors/app-error.ts';
import type { AddedVersion, ReadOptions } from '../../../core/ports/registry.ts';
import { childPath } from '../../files/child-path.ts';
import { listNamesIfThere } from '../../files/durable-write.ts';
import { withFileErrors } from '../../files/file-errors.ts';
import { defaultLimitBytes, parseJsonObject } from '../../files/read-json.ts';
import {
  describeAdded,
  findNextVersion,
  placeVersion,
  refuseExisting,
  refuseSpoken,
} from '../add-version.ts';
import { formatVersionFolder, parseEntryName } from '../layout.ts';
import { placeStaging, removeStaging, type StagedVersion, writeStagedMetadata } from '../stage-version.ts';
import { findCopy } from './install-object.ts';
import type { MirrorContext } from './mirror-context.ts';
import { operationKey } from './mirror-context.ts';
import { claimNumber, commitName, nameClaim, type UploadedFile, uploadVersion } from './upload-version.ts';

/** How many numbers are tried when others claim the same at the same time. */
const maxClaims = 1000;

/** A version whose number an operation has claimed. */
type ClaimedVersion = { readonly model: string; readonly version: string; readonly operationId: string };

/**
 * Gives a staged version its number in the bucket and uploads it there, then puts it into the copy. Where that is cut off, or the bucket
 * does not say whether it was done, the staged files stay, and {@link finishClaimed} goes on with them.
 * @throws ConflictError version-exists, with nothing left behind here; UnavailableError
 */
export async function claimInBucket(
  context: MirrorContext,
  staged: StagedVersion,
  { signal }: ReadOptions = {},
): Promise<AddedVersion> {
  const { model, version: asked } = staged.registration;
  const { operationId } = staged;
  let number = 0;
  if (asked !== undefined) {
    try {
      await refuseSpoken(context.cache, model, asked);
    } catch (thrown) {
      await removeStaging(context.cache, staged.folder);
      throw thrown;
    }
  }
  for (let attempt = 1; attempt <= maxClaims; attempt += 1) {
    number = Math.max(number, await findHighest(context, model)) + 1;
    const version = asked ?? `v${number}`;
    if (asked !== undefined && (await isKnown(context, model, version))) break;
    await writeStagedMetadata(context.cache, staged, version);
    const claim = await claimNumber(context.store, { model, version, operationId }, { signal });
    if (claim !== 'taken') return await completeVersion(context, { model, version, operationId }, { signal });
    if (asked !== undefined) break;
  }
  await removeStaging(context.cache, staged.folder);
  const isBegun = asked !== undefined && !(await isVisible(context, model, asked));
  throw isBegun ? refuseClaimed(model, asked) : refuseExisting(model, asked);
}

/** A number that somebody has, though there is no version to be seen. */
function refuseClaimed(model: string, version: string): ConflictError {
  return new ConflictError(
    'version-exists',
    `${model} ${version} belongs to another registration, which has not finished; a version never changes.`,
    {
      hint: 'Leave the version out to get the next free number; where it began, lastgood doctor finishes it.',
    },
  );
}

/**
 * Completes a version that an operation had claimed before it was cut off, from what it had staged on this machine; undefined when
 * it had claimed none, or nothing is left of it here.
 * @throws ConflictError version-exists; UnavailableError
 */
export async function finishClaimed(
  context: MirrorContext,
  model: string,
  operationId: string,
): Promise<AddedVersion | undefined> {
  const version = await readStagedVersion(context, operationId);
  if (version === undefined) return undefined;
  const claim = await context.store.find(nameClaim(model, version));
  if (claim?.metadata[operationKey] === operationId)
    return await completeVersion(context, { model, version, operationId });
  await removeStaging(context.cache, placeStaging(context.cache, operationId));
  return undefined;
}

/** Uploads what is staged, and makes it visible here. */
async function completeVersion(
  context: MirrorContext,
  claimed: ClaimedVersion,
  options: ReadOptions = {},
): Promise<AddedVersion> {
  const { cache, store } = context;
  const folder = placeStaging(cache, claimed.operationId);
  const [names, metadata] = await withFileErrors('read the staged version', folder, () =>
    Promise.all([
      listNamesIfThere(cache.fileSystem, folder),
      cache.fileSystem.readFile(childPath(folder, commitName), defaultLimitBytes),
    ]),
  );
  const uploaded = await uploadVersion(
    { store, fileSystem: cache.fileSystem },
    { ...claimed, folder, siblings: names.filter(name => name !== commitName) },
    { signal: options.signal },
  );
  // The bucket has it: what goes wrong with the copy from here on, the next read of the bucket puts right.
  await placeCopy(context, claimed, folder, uploaded).catch(toAppError);
  return describeAdded(claimed.model, claimed.version, metadata);
}

async function placeCopy(
  context: MirrorContext,
  { model, version }: ClaimedVersion,
  folder: string,
  uploaded: readonly UploadedFile[],
): Promise<void> {
  const { cache, seen } = context;
  const target = formatVersionFolder(model, version);
  const isPlaced = await placeVersion(cache, folder, target);
  for (const { facts } of uploaded) {
    const path = childPath(childPath(cache.places.root, target), facts.name.slice(target.length + 1));
    // Where a read of the bucket was faster, it knows better what it put there.
    const isPut = isPlaced || (await putBeside(context, { staged: folder, target: path }));
    if (isPut) seen.note({ facts, copy: await findCopy(cache.fileSystem, path) });
  }
  if (!isPlaced) await removeStaging(cache, folder);
}

/** A read of the bucket brings the files of a version one by one, and may have been there before its metadata.json was. */
async function putBeside(
  { cache: { fileSystem } }: MirrorContext,
  { staged, target }: { readonly staged: string; readonly target: string },
): Promise<boolean> {
  if ((await fileSystem.findFacts(target)) !== undefined) return false;
  await fileSystem.rename(join(staged, basename(target)), target);
  return true;
}

/** The number that the metadata staged by an operation speaks of. */
async function readStagedVersion({ cache }: MirrorContext, operationId: string): Promise<string | undefined> {
  const folder = placeStaging(cache, operationId);
  return await withFileErrors('read the staged version', folder, async () => {
    if (!(await listNamesIfThere(cache.fileSystem, folder)).includes(commitName)) return undefined;
    const bytes = await cache.fileSystem.readFile(childPath(folder, commitName), defaultLimitBytes);
    const reading = parseJsonObject(bytes);
    const version = reading.ok ? reading.value['version'] : undefined;
    return typeof version === 'string' ? version : undefined;
  });
}

/** The highest number that the bucket, the copy or the history has, finished or not. */
async function findHighest(context: MirrorContext, model: string): Promise<number> {
  const here = Number((await findNextVersion(context.cache, model)).slice(1)) - 1;
  let highest = here;
  for (const { facts } of context.seen.list()) highest = Math.max(highest, findNumber(facts.name, model));
  return highest;
}

/** The number of the version a name in the bucket belongs to, or 0. */
function findNumber(name: string, model: string): number {
  const inside = name.startsWith('.lastgood/claims/') ? name.slice('.lastgood/claims/'.length) : name;
  const parsed = parseEntryName(inside.split('/')[0] ?? '');
  return parsed.is === 'version' && parsed.model === model ? parsed.number : 0;
}

/** Whether people see it, here or in the bucket. */
async function isVisible({ cache, seen }: MirrorContext, model: string, version: string): Promise<boolean> {
  const folder = formatVersionFolder(model, version);
  if (seen.find(`${folder}/${commitName}`) !== undefined) return true;
  const record = childPath(childPath(cache.places.root, folder), commitName);
  return (await cache.fileSystem.findFacts(record)) !== undefined;
}

/** Whether anything of that name stands here or stood in the bucket: a version never comes again. */
async function isKnown({ cache, seen }: MirrorContext, model: string, version: string): Promise<boolean> {
  const folder = formatVersionFolder(model, version);
  if ((await cache.fileSystem.findFacts(childPath(cache.places.root, folder))) !== undefined) return true;
  for (const { facts } of seen.list()) if (facts.name.startsWith(`${folder}/`)) return true;
  return false;
}
