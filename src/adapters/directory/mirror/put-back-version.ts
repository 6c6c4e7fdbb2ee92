import { hash } from 'node:crypto';
import { ConflictError } from '../../../core/errors/app-error.ts';
import { foldHistory } from '../../../core/history/fold-history.ts';
import type { CallOptions } from '../../../core/ports/object-store.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { type MirrorContext, operationKey } from './mirror-context.ts';
import { findFileMd5, type WholeBody } from './open-body.ts';
import { placeObject } from './place-object.ts';
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

/**
 * Holds files that were in the bucket before and are gone against what is known of them: the record against the digest that the history has,
 * and every other one, or a record without that, against what the bucket said of it. Reads nothing where none is gone.
 * @throws ConflictError digest-mismatch when one is another now
 */
export async function requireAsItWas(
  { cache, seen }: Pick<MirrorContext, 'cache' | 'seen'>,
  { model, version, files, commit }: CopiedVersion,
): Promise<void> {
  const gone = files.filter(name => seen.find(name)?.isGone === true);
  if (gone.length === 0) return;
  const { entries } = await cache.history.readHistory(model);
  const registered = foldHistory(entries).registeredDigests.get(version);
  for (const name of gone) {
    const place = placeObject(cache.places.root, name);
    const isSame =
      name.endsWith(`/${commitName}`) && registered !== undefined
        ? hash('sha256', commit.body.bytes) === registered
        : place !== undefined && (await findFileMd5(place.path)) === seen.find(name)?.facts.md5;
    if (!isSame) throw isNotWhatItWas(name);
  }
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
