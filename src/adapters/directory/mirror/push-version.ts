import { hash } from 'node:crypto';
import { ConflictError } from '../../../core/errors/app-error.ts';
import { foldHistory } from '../../../core/history/fold-history.ts';
import type { Transfer } from '../../../core/mirror/transfer.ts';
import type { CallOptions, ObjectFacts } from '../../../core/ports/object-store.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { childPath } from '../../files/child-path.ts';
import { withFileErrors } from '../../files/file-errors.ts';
import { defaultLimitBytes } from '../../files/read-json.ts';
import { readSmallFile } from '../../files/read-small-file.ts';
import { parseEntryName } from '../layout.ts';
import type { Carried } from './carry-push.ts';
import { findCopy } from './install-object.ts';
import { listObjects } from './list-objects.ts';
import type { MirrorContext } from './mirror-context.ts';
import { placeObject } from './place-object.ts';
import { claimNumber, commitName, uploadVersion } from './upload-version.ts';

/**
 * Uploads a version that stands here only, under its own number.
 * @throws ConflictError version-exists when the number is another one's in the bucket, partly-done when it was stopped; UnavailableError
 */
export async function pushVersion(
  context: MirrorContext,
  transfer: Transfer,
  options: CallOptions,
): Promise<Carried> {
  const { cache, store, seen } = context;
  const { model, version } = parseVersion(transfer);
  const folder = childPath(cache.places.root, transfer.name);
  const metadata = await withFileErrors('read the version', folder, async () => {
    const path = childPath(folder, commitName);
    return readSmallFile(path)?.bytes ?? (await cache.fileSystem.readFile(path, defaultLimitBytes));
  });
  // The same version has the same id wherever it is pushed from: whoever goes on after a push that was cut off meets its own claim.
  const operationId = `push-${hash('sha256', metadata)}`;
  const claim = await claimNumber(store, { model, version, operationId }, options);
  if (claim === 'taken') {
    const standing = await store.find(`${transfer.name}/${commitName}`, options);
    if (standing?.md5 === hash('md5', metadata)) return 'already';
    throw new ConflictError(
      'version-exists',
      `The number of ${transfer.name} belongs to another registration in the bucket.`,
      { data: { model, version } },
    );
  }
  const siblings = transfer.files
    .map(name => name.slice(transfer.name.length + 1))
    .filter(name => name !== commitName);
  // What came over whole before a push was stopped or cut off is not sent again.
  const standing = claim === 'ours' ? await listObjects(store, `${transfer.name}/`, options) : undefined;
  const uploaded = await uploadVersion(
    { store, fileSystem: cache.fileSystem },
    { model, version, folder, siblings, operationId, standing },
    options,
  );
  for (const { facts, copy } of uploaded) {
    const { name, generation, md5, sizeBytes } = facts;
    seen.note({ facts: { name, generation, md5, sizeBytes }, copy });
  }
  return 'done';
}

/** What was uploaded from its place in the copy is known to be the same on both sides. */
export async function noteUploaded(
  { cache, seen }: Pick<MirrorContext, 'cache' | 'seen'>,
  facts: ObjectFacts,
): Promise<void> {
  const place = placeObject(cache.places.root, facts.name);
  if (place === undefined) return;
  const { name, generation, md5, sizeBytes } = facts;
  const copy = await withFileErrors('look at the copy', place.path, () =>
    findCopy(cache.fileSystem, place.path),
  );
  seen.note({ facts: { name, generation, md5, sizeBytes }, copy });
}

/**
 * Removes a version from the bucket that the history says is archived: first metadata.json, with which it ends to exist. Its claim stays:
 * a number never comes again.
 * @throws ConflictError plan-blocked when the history does not say so, or says that it is live; UnavailableError
 */
export async function removeVersion(
  { cache, store, seen }: MirrorContext,
  transfer: Transfer,
  options: CallOptions,
): Promise<Carried> {
  const { model, version } = parseVersion(transfer);
  const { entries, defects } = await cache.history.readHistory(model);
  const { states, aliases } = foldHistory(entries);
  const isLive = [...aliases.values()].some(position => position.version === version);
  if (defects.length > 0 || isLive || states.get(version) !== 'archived') {
    throw new ConflictError('plan-blocked', `The history does not say that ${transfer.name} is gone.`);
  }
  const objects = [...(await listObjects(store, `${transfer.name}/`, options)).values()];
  const isCommit = ({ name }: ObjectFacts): boolean => name === `${transfer.name}/${commitName}`;
  for (const { name, generation } of [
    ...objects.filter(isCommit),
    ...objects.filter(each => !isCommit(each)),
  ]) {
    await store.remove(name, generation, options);
    seen.forget(name);
  }
  return objects.length === 0 ? 'already' : 'done';
}

function parseVersion({ name }: Transfer): { readonly model: string; readonly version: string } {
  const parsed = parseEntryName(name);
  if (parsed.is === 'version') return parsed;
  throw new ConflictError('plan-blocked', `${makeSafeText(name)} is not the name of a version.`);
}
