import { hash } from 'node:crypto';
import { ConflictError } from '../../../core/errors/app-error.ts';
import { foldHistory } from '../../../core/history/fold-history.ts';
import type { Transfer } from '../../../core/mirror/transfer.ts';
import type { CallOptions, ObjectFacts } from '../../../core/ports/object-store.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { childPath } from '../../files/child-path.ts';
import { withFileErrors } from '../../files/file-errors.ts';
import { formatVersionFolder, parseEntryName } from '../layout.ts';
import type { Carried } from './carry-push.ts';
import { findCopy } from './install-object.ts';
import { listObjects } from './list-objects.ts';
import type { MirrorContext } from './mirror-context.ts';
import { openWholeBody } from './open-body.ts';
import { placeObject } from './place-object.ts';
import {
  type CopiedVersion,
  findRegistrar,
  isPutBack,
  requireAsItWas,
  requireWhole,
} from './put-back-version.ts';
import { toSeenFacts } from './seen-objects.ts';
import { claimNumber, commitName, uploadVersion } from './upload-version.ts';

/**
 * Uploads a version that stands here only, under its own number; one that was there and is gone is put back as it was.
 * @throws ConflictError version-exists when the number is another one's in the bucket, digest-mismatch when it is not what is on record,
 * partly-done when it was stopped; UnavailableError
 */
export async function pushVersion(
  context: MirrorContext,
  transfer: Transfer,
  options: CallOptions,
): Promise<Carried> {
  const { cache, store, seen } = context;
  const { model, version } = parseVersion(transfer);
  const folder = childPath(cache.places.root, transfer.name);
  const commit = await openWholeBody(cache.fileSystem, childPath(folder, commitName));
  // The same version has the same id wherever it is pushed from: whoever goes on after a push that was cut off meets its own claim.
  let operationId = `push-${hash('sha256', commit.body.bytes)}`;
  const before = await prepareToPutBack(context, { model, version, files: transfer.files, commit }, options);
  const claim = await claimNumber(store, { model, version, operationId }, options);
  // What came over whole before a push was stopped or cut off is not sent again.
  const standing =
    before ?? (claim === 'written' ? undefined : await listObjects(store, `${transfer.name}/`, options));
  const record = standing?.get(`${transfer.name}/${commitName}`);
  const isOurs = record?.md5 === hash('md5', commit.body.bytes);
  if (isOurs && transfer.files.every(name => standing?.has(name))) return 'already';
  if (claim === 'taken' && !isOurs) {
    const registrar =
      record === undefined ? await findRegistrar(context, { model, version, commit }, options) : undefined;
    if (registrar === undefined) throw isAnotherOnes(transfer.name, { model, version });
    operationId = registrar;
  }
  const siblings = transfer.files
    .map(name => name.slice(transfer.name.length + 1))
    .filter(name => name !== commitName);
  const uploaded = await uploadVersion(
    { store, fileSystem: cache.fileSystem },
    { model, version, folder, siblings, commit, operationId, standing },
    options,
  );
  for (const { facts, copy } of uploaded) {
    const { name, generation, md5, sizeBytes } = facts;
    seen.note({ facts: { name, generation, md5, sizeBytes }, copy });
  }
  return 'done';
}

/** Of a version that is to be put back, what the bucket has of it; undefined for one that it never had. */
async function prepareToPutBack(
  context: MirrorContext,
  version: CopiedVersion,
  options: CallOptions,
): Promise<ReadonlyMap<string, ObjectFacts> | undefined> {
  const folder = formatVersionFolder(version.model, version.version);
  if (!isPutBack(context, folder)) return undefined;
  await requireAsItWas(context, version);
  const standing = await listObjects(context.store, `${folder}/`, options);
  const record = standing.get(`${folder}/${commitName}`);
  if (record === undefined) await requireWhole(context, version, standing);
  else if (record.md5 !== hash('md5', version.commit.body.bytes)) throw isAnotherOnes(folder, version);
  return standing;
}

function isAnotherOnes(
  name: string,
  { model, version }: { readonly model: string; readonly version: string },
): ConflictError {
  const message = `The number of ${name} belongs to another registration in the bucket.`;
  return new ConflictError('version-exists', message, { data: { model, version } });
}

/** What was uploaded from its place in the copy is known to be the same on both sides. */
export async function noteUploaded(
  { cache, seen }: Pick<MirrorContext, 'cache' | 'seen'>,
  facts: ObjectFacts,
): Promise<void> {
  const place = placeObject(cache.places.root, facts.name);
  if (place === undefined) return;
  const copy = await withFileErrors('look at the copy', place.path, () =>
    findCopy(cache.fileSystem, place.path),
  );
  seen.note({ facts: toSeenFacts(facts), copy });
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
