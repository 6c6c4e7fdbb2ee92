import { hash } from 'node:crypto';
import { ConflictError } from '../../../core/errors/app-error.ts';
import { foldHistory } from '../../../core/history/fold-history.ts';
import type { TransferOptions } from '../../../core/ports/mirror.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { childPath } from '../../files/child-path.ts';
import { findErrno } from '../../files/file-errors.ts';
import { hashFile } from '../../files/hash-file.ts';
import { defaultLimitBytes, parseJsonObject } from '../../files/read-json.ts';
import { formatVersionFolder } from '../layout.ts';
import { parseMetadata } from '../parse-metadata.ts';
import { type ObjectName, parseObjectName } from './classify-object.ts';
import { keepInBucket } from './keep-in-bucket.ts';
import { type MirrorContext, operationKey } from './mirror-context.ts';
import { findFileMd5, openBody } from './open-body.ts';
import { placeObject } from './place-object.ts';
import { noteUploaded } from './push-version.ts';
import type { SeenObjects } from './seen-objects.ts';
import { commitName } from './upload-version.ts';

/** Names of files that never change and were replaced in the bucket, by the last read of it. */
export function listReplaced(seen: SeenObjects): readonly string[] {
  const names: string[] = [];
  for (const { facts, replacedBy, isDamaged, isGone } of seen.list()) {
    const { is } = parseObjectName(facts.name);
    const isFixed = is === 'metadata' || is === 'version-file' || is === 'kept';
    if (isFixed && !isGone && (replacedBy !== undefined || isDamaged)) names.push(facts.name);
  }
  return names.sort();
}

/**
 * Puts the copy of such a file back, when its digest on record proves it.
 * @throws ConflictError digest-mismatch when nothing does
 */
export async function repairFile(
  context: MirrorContext,
  name: string,
  { signal }: TransferOptions,
): Promise<'done' | 'already'> {
  const parsed = parseObjectName(name);
  const place = placeObject(context.cache.places.root, name);
  const expected = await findRecordedDigest(context, parsed, name);
  if (place === undefined || expected === undefined || (await findSha256(place.path)) !== expected) {
    const shown = makeSafeText(name, { limit: 200 });
    if (place !== undefined && expected !== undefined)
      throw new ConflictError(
        'digest-mismatch',
        `${shown} is not here as the digest on record says; the bucket has another one.`,
        { hint: 'lastgood sync pull brings what the bucket has.' },
      );
    throw new ConflictError(
      'digest-mismatch',
      `${shown} was replaced in the bucket, and no digest on record proves the copy here.`,
      { hint: 'See what differs with lastgood sync status, and restore by hand what is right.' },
    );
  }
  if (parsed.is === 'kept') {
    const { outcome, facts } = await keepInBucket(context, expected, { signal });
    await noteUploaded(context, facts);
    return outcome === 'written' ? 'done' : 'already';
  }
  return await replaceFile(context, name, place.path, signal);
}

async function replaceFile(
  context: MirrorContext,
  name: string,
  path: string,
  signal: AbortSignal | undefined,
): Promise<'done' | 'already'> {
  const standing = await context.store.find(name, { signal });
  const md5 = await findFileMd5(path);
  if (standing?.md5 === md5) return 'already';
  const { body, metadata } = await openBody(context.cache.fileSystem, path);
  const contentType = name.endsWith('.json') ? 'application/json' : 'application/octet-stream';
  const written = await context.store.write(
    {
      name,
      body,
      expectGeneration: standing?.generation ?? '0',
      contentType,
      metadata: { ...metadata, [operationKey]: `repair-${md5}` },
    },
    { signal },
  );
  const facts = written.outcome === 'written' ? written.facts : await context.store.find(name, { signal });
  if (facts?.md5 !== md5)
    throw new ConflictError(
      'moved-meanwhile',
      `${makeSafeText(name)} changes in the bucket while it is put back.`,
    );
  await noteUploaded(context, facts);
  return 'done';
}

/** sha256 that the history has of a version's metadata, or that the metadata proven so has of a file, or that is the name of kept evidence. */
async function findRecordedDigest(
  { cache }: MirrorContext,
  parsed: ObjectName,
  name: string,
): Promise<string | undefined> {
  if (parsed.is === 'kept') return parsed.sha256;
  if (parsed.is !== 'metadata' && parsed.is !== 'version-file') return undefined;
  const { model, version } = parsed;
  const { entries } = await cache.history.readHistory(model);
  const registered = foldHistory(entries).registeredDigests.get(version);
  if (parsed.is === 'metadata') return registered;
  const folder = formatVersionFolder(model, version);
  const path = childPath(childPath(cache.places.root, folder), commitName);
  const bytes = await cache.fileSystem.readFile(path, defaultLimitBytes).catch(missingOrThrow);
  if (bytes === undefined || hash('sha256', bytes) !== registered) return undefined;
  const reading = parseJsonObject(bytes);
  if (!reading.ok) return undefined;
  const inner = name.slice(folder.length + 1);
  const { artifacts } = parseMetadata(model, version, reading.value);
  return artifacts.find(artifact => artifact.name === inner)?.sha256 ?? undefined;
}

async function findSha256(path: string): Promise<string | undefined> {
  const found = await hashFile(path).catch(missingOrThrow);
  return found?.sha256;
}

/** Without the file nothing can be proven. */
function missingOrThrow(thrown: unknown): undefined {
  if (findErrno(thrown) === undefined) throw thrown;
  return undefined;
}
