import { hash } from 'node:crypto';
import { ConflictError, NotFoundError } from '../../../core/errors/app-error.ts';
import type { Transfer } from '../../../core/mirror/transfer.ts';
import type { StoredEntry } from '../../../core/ports/history-log.ts';
import type { CallOptions } from '../../../core/ports/object-store.ts';
import { nameEntry, nameHistoryFolder } from './bucket-history.ts';
import type { Carried } from './carry-push.ts';
import { parseObjectName } from './classify-object.ts';
import { describeStop } from './describe-stop.ts';
import { listObjects } from './list-objects.ts';
import { sha256Key } from './mirror-context.ts';
import { packBody } from './packed-body.ts';
import type { ProjectContext } from './project-bucket.ts';
import { noteUploaded } from './push-version.ts';
import { readEntryBytes } from './read-entry-bytes.ts';
import { writeOnce } from './write-once.ts';

/**
 * Puts the entries that stand here only behind those of the bucket, one after the other, each under the condition that nothing is
 * there: at every instant the bucket has a history without a gap. What the bucket has already must be the same.
 * @throws ConflictError history-forked when the two histories are not one, history-damaged when the one here is broken, partly-done when it was
 *   stopped between two entries; UnavailableError
 */
export async function pushHistory(
  context: ProjectContext,
  transfer: Transfer,
  options: CallOptions,
): Promise<Carried> {
  const model = findModel(transfer);
  const { entries, defects } = await context.cache.history.readHistory(model);
  requireChain(model, entries, defects.length);
  const standing = await listObjects(context.store, nameHistoryFolder(model), options);
  let carried: Carried = 'already';
  let sent = 0;
  for (const { entry, digest } of entries) {
    const bytes = await readEntryBytes(context.cache, model, entry.generation);
    if (hash('sha256', bytes) !== digest) throw differs(model, entry.generation);
    const name = nameEntry(model, entry.generation);
    const there = standing.get(name);
    if (there !== undefined && there.md5 !== hash('md5', bytes)) throw differs(model, entry.generation);
    if (there !== undefined) continue;
    if (options.stop?.aborted) throw describeStop(sent, transfer.files.length, 'sent');
    const metadata = { [sha256Key]: digest, ...packBody(bytes) };
    const { operationId } = entry;
    const body = { from: 'bytes', bytes } as const;
    const write = { name, body, contentType: 'application/json', metadata, operationId } as const;
    const { outcome, facts } = await writeOnce(context.store, write, options);
    if (outcome !== 'written' && facts.md5 !== hash('md5', bytes)) throw differs(model, entry.generation);
    await noteUploaded(context, facts);
    carried = 'done';
    sent += 1;
  }
  return carried;
}

function findModel(transfer: Transfer): string {
  for (const name of transfer.files) {
    const parsed = parseObjectName(name);
    if (parsed.is === 'history') return parsed.model;
  }
  throw new NotFoundError('model-not-found', `No entry of a history is to be carried with ${transfer.name}.`);
}

/**
 * What is broken here would be carried on for ever.
 * @throws ConflictError history-damaged
 */
export function requireChain(model: string, entries: readonly StoredEntry[], defects: number): void {
  let before: StoredEntry | undefined;
  for (const stored of entries) {
    const { generation, previousDigest } = stored.entry;
    const follows = generation === (before?.entry.generation ?? 0) + 1;
    if (!follows || previousDigest !== (before?.digest ?? null) || defects > 0) {
      throw new ConflictError(
        'history-damaged',
        `The history of ${model} here is broken before entry ${generation}.`,
      );
    }
    before = stored;
  }
}

function differs(model: string, generation: number): ConflictError {
  return new ConflictError(
    'history-forked',
    `Entry ${generation} of ${model} is another one in the bucket; nothing was carried on from there.`,
    { data: { model, generation } },
  );
}
