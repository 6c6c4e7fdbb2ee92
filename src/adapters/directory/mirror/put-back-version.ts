import { hash } from 'node:crypto';
import { ConflictError } from '../../../core/errors/app-error.ts';
import { foldHistory } from '../../../core/history/fold-history.ts';
import { nameLacking } from '../../../core/mirror/live-files.ts';
import type { CallOptions } from '../../../core/ports/object-store.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { withFileErrors } from '../../files/file-errors.ts';
import { hashFile } from '../../files/hash-file.ts';
import { formatVersionFolder } from '../layout.ts';
import { type MirrorContext, operationKey } from './mirror-context.ts';
import { listGoneFiles, listNeeded } from './needed-files.ts';
import { findFileMd5, type WholeBody } from './open-body.ts';
import { placeObject } from './place-object.ts';
import type { SeenObject } from './seen-objects.ts';
import { commitName, nameClaim } from './upload-version.ts';

/** A version of the copy that is to be in the bucket. */
export type CopiedVersion = {
  readonly model: string;
  readonly version: string;
  /** Names of the files to send, inside the registry. */
  readonly files: readonly string[];
  /** Its metadata.json. */
  readonly commit: WholeBody;
};

/** Whether the bucket was seen to have a version whole: what is sent of it then is put back. Pure. */
export function isPutBack({ seen }: Pick<MirrorContext, 'seen'>, folder: string): boolean {
  return seen.find(`${folder}/${commitName}`) !== undefined;
}

/**
 * Holds files that are to be put back against what is known of them: the record against the digest that the history has, another file
 * against the one that the record has, and what has no digest against what the bucket said of it when it was seen, if that never changed.
 * @throws ConflictError digest-mismatch when one is another now, or nothing tells what it was; UnavailableError
 */
export async function requireAsItWas(
  { cache, seen }: Pick<MirrorContext, 'cache' | 'seen'>,
  { model, version, files, commit }: CopiedVersion,
): Promise<void> {
  const registered = await findRegistered(cache, model, version);
  const needed = listNeeded({ model, version, record: commit.body.bytes, registered }, []);
  for (const name of files) {
    const place = placeObject(cache.places.root, name);
    if (place === undefined) throw isNotWhatItWas(name);
    const isRecord = name.endsWith(`/${commitName}`);
    const digest = isRecord ? registered : needed.get(name);
    if (digest === undefined) requireUnchanged(seen.find(name), name, await findFileMd5(place.path));
    else {
      const found = isRecord ? hash('sha256', commit.body.bytes) : await findSha256(place.path);
      if (found !== digest) throw isNotWhatItWas(name);
    }
  }
}

/**
 * That a record is not put back alone: every file its version needs is sent with it or stands in the bucket.
 * @param standing what the bucket has of the version
 * @throws ConflictError version-incomplete
 */
export async function requireWhole(
  { cache, seen }: Pick<MirrorContext, 'cache' | 'seen'>,
  { model, version, files, commit }: CopiedVersion,
  standing: ReadonlyMap<string, unknown>,
): Promise<void> {
  const folder = formatVersionFolder(model, version);
  const registered = await findRegistered(cache, model, version);
  const gone = listGoneFiles(seen).get(folder) ?? [];
  const needed = listNeeded({ model, version, record: commit.body.bytes, registered }, gone);
  const missing = [...needed.keys()].filter(name => !files.includes(name) && !standing.has(name));
  if (missing.length === 0) return;
  const names = nameLacking(missing.map(name => ({ name, isHere: false })));
  throw new ConflictError(
    'version-incomplete',
    `${names} is not in the bucket and not on this machine, and the version is not put back without it. ` +
      'Push from a machine that has it.',
    { data: { model, version } },
  );
}

async function findRegistered(
  { history }: MirrorContext['cache'],
  model: string,
  version: string,
): Promise<string | undefined> {
  const { entries } = await history.readHistory(model);
  return foldHistory(entries).registeredDigests.get(version);
}

async function findSha256(path: string): Promise<string> {
  return await withFileErrors('read the file', path, async () => (await hashFile(path)).sha256);
}

function requireUnchanged(object: SeenObject | undefined, name: string, md5: string): void {
  const { facts, replacedBy } = object ?? {};
  if (facts?.md5 !== md5) throw isNotWhatItWas(name);
  if (replacedBy === undefined || replacedBy.md5 === md5) return;
  const shown = makeSafeText(name, { limit: 200 });
  throw new ConflictError(
    'digest-mismatch',
    `${shown} was replaced in the bucket before it was deleted: md5 ${md5} is here, ${replacedBy.md5 ?? 'an unknown one'} ` +
      'was there last, and no digest on record tells which is right. It is not sent.',
    { hint: 'Restore the right one in the bucket, or roll back.' },
  );
}

/**
 * The operation that claimed the number of a version, when by the history it is the one that registered it: then its files, gone since, may
 * be put back in its name. Undefined when another one has the number, or the record is not the registered one.
 * @throws UnavailableError
 */
export async function findRegistrar(
  { cache, store }: Pick<MirrorContext, 'cache' | 'store'>,
  { model, version, commit }: Omit<CopiedVersion, 'files'>,
  options: CallOptions,
): Promise<string | undefined> {
  const { entries } = await cache.history.readHistory(model);
  const registration = entries.find(({ entry }) =>
    entry.facts.some(fact => fact.kind === 'registered' && fact.version === version),
  );
  const registered = foldHistory(entries).registeredDigests.get(version);
  if (registration === undefined || hash('sha256', commit.body.bytes) !== registered) return undefined;
  const { operationId } = registration.entry;
  const claim = await store.find(nameClaim(model, version), options);
  return claim?.metadata[operationKey] === operationId ? operationId : undefined;
}

function isNotWhatItWas(name: string): ConflictError {
  const shown = makeSafeText(name, { limit: 200 });
  return new ConflictError('digest-mismatch', `${shown} is not what was registered; it is not sent.`, {
    hint: 'Push it from a machine whose copy was not changed, or roll back.',
  });
}
