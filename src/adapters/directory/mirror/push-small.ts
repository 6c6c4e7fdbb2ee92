import { hash } from 'node:crypto';
import { basename } from 'node:path';
import { ConflictError, UnavailableError } from '../../../core/errors/app-error.ts';
import type { Transfer } from '../../../core/mirror/transfer.ts';
import type { CallOptions } from '../../../core/ports/object-store.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';
import { childPath } from '../../files/child-path.ts';
import { withFileErrors } from '../../files/file-errors.ts';
import { readRawPointer } from '../read-pointer.ts';
import type { Carried } from './carry-push.ts';
import { parseObjectName } from './classify-object.ts';
import { isRecorded, readHistories } from './expect-pointers.ts';
import { keepInBucket } from './keep-in-bucket.ts';
import { generationKey } from './mirror-context.ts';
import { findFileMd5, openBody } from './open-body.ts';
import { packBody } from './packed-body.ts';
import { address, type ProjectContext, projectBucket } from './project-bucket.ts';
import { noteUploaded } from './push-version.ts';
import { writeOnce } from './write-once.ts';

/** Puts a kept file into the bucket. @throws UnavailableError */
export async function pushKept(
  context: ProjectContext,
  transfer: Transfer,
  options: CallOptions,
): Promise<Carried> {
  const sha256 = basename(transfer.name);
  const { outcome, facts } = await keepInBucket(context, sha256, options);
  await noteUploaded(context, facts);
  return outcome === 'written' ? 'done' : 'already';
}

/** Puts a log into the bucket. @throws ConflictError plan-blocked when another one stands there; UnavailableError */
export async function pushLog(
  context: ProjectContext,
  transfer: Transfer,
  options: CallOptions,
): Promise<Carried> {
  const path = childPath(context.cache.places.rollbackLogs, basename(transfer.name));
  const { body, metadata } = await openBody(context.cache.fileSystem, path);
  const operationId = `push-${await findFileMd5(path)}`;
  const write = {
    name: transfer.name,
    body,
    contentType: 'application/json',
    metadata,
    operationId,
  } as const;
  const { outcome, facts } = await writeOnce(context.store, write, options);
  if (outcome === 'taken' && facts.md5 !== (await findFileMd5(path))) throw standsThere(transfer);
  await noteUploaded(context, facts);
  return outcome === 'written' ? 'done' : 'already';
}

/**
 * Brings a pointer of the bucket in line with the history; one that no history speaks of is created as it stands here.
 * @throws ConflictError plan-blocked when another one stands there, history-forked, history-ahead; UnavailableError
 */
export async function pushPointer(
  context: ProjectContext,
  transfer: Transfer,
  options: CallOptions,
): Promise<Carried> {
  const parsed = parseObjectName(transfer.name);
  const model = parsed.is === 'pointer' ? parsed.model : undefined;
  const histories = await readHistories(context.cache.history);
  if (!isRecorded(histories, { model })) return await createPointer(context, transfer, options);
  const followed = model === undefined ? [...histories.keys()] : [model];
  await Promise.all(followed.map(each => context.history.catchUp(each)));
  // The shared pointer is the projection of any model that has a history.
  const outcomes = await projectBucket(context, model ?? [...histories.keys()][0] ?? '', {});
  const own = outcomes.find(({ target }) => target === address(context, transfer.name));
  if (own?.outcome === 'written') return 'done';
  if (own?.outcome === 'already') return 'already';
  throw new UnavailableError(
    'answer-damaged',
    `${transfer.name} is not written: ${own?.problem ?? 'it moved'}.`,
  );
}

async function createPointer(
  { cache, store }: ProjectContext,
  transfer: Transfer,
  options: CallOptions,
): Promise<Carried> {
  const path = childPath(cache.places.root, transfer.name);
  const raw = await withFileErrors('read the pointer', path, () => readRawPointer(cache.fileSystem, path));
  if (raw.state !== 'text') throw new ConflictError('plan-blocked', `${transfer.name} is no pointer here.`);
  const bytes = new TextEncoder().encode(raw.name);
  const { outcome, facts } = await writeOnce(
    store,
    {
      name: transfer.name,
      body: { from: 'bytes', bytes },
      contentType: 'text/plain',
      cacheControl: 'no-store',
      metadata: { [generationKey]: '0', ...packBody(bytes) },
      operationId: `push-${hash('md5', bytes)}`,
    },
    options,
  );
  if (outcome === 'taken' && facts.md5 !== hash('md5', bytes)) throw standsThere(transfer);
  return outcome === 'written' ? 'done' : 'already';
}

function standsThere({ name }: Transfer): ConflictError {
  return new ConflictError('plan-blocked', `Another ${makeSafeText(name)} stands in the bucket already.`);
}
