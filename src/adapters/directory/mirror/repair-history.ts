import { hash } from 'node:crypto';
import { ConflictError } from '../../../core/errors/app-error.ts';
import type { TransferOptions } from '../../../core/ports/mirror.ts';
import type { ObjectFacts } from '../../../core/ports/object-store.ts';
import { parseGenerationName } from '../../history/history-place.ts';
import { nameEntry, nameHistoryFolder } from './bucket-history.ts';
import { listObjects } from './list-objects.ts';
import { type MirrorContext, operationKey, sha256Key } from './mirror-context.ts';
import { packBody } from './packed-body.ts';
import { requireChain } from './push-history.ts';
import { noteUploaded } from './push-version.ts';
import { readEntryBytes } from './read-entry-bytes.ts';

/**
 * Puts entries back that were replaced or deleted in the bucket. The copy is right where it was made from the bucket when the entry
 * still stood there, or where the next entry of the bucket names its digest. What only stands here was never there: that is a push.
 * @throws ConflictError history-forked when nothing proves which of two entries is right, history-damaged when the chain here is broken
 */
export async function repairHistory(
  context: MirrorContext,
  model: string,
  { signal }: TransferOptions,
): Promise<'done' | 'already'> {
  const standing = await listObjects(context.store, nameHistoryFolder(model), { signal });
  const entries = await readCopy(context, model);
  const head = findHead(standing, model);
  const wrong = entries.filter(({ name, md5 }) => standing.get(name)?.md5 !== md5);
  let repaired: 'done' | 'already' = 'already';
  for (const entry of wrong) {
    const found = standing.get(entry.name);
    const wasThere = context.seen.find(entry.name) !== undefined;
    if (found === undefined && entry.generation > head && !wasThere) continue;
    const next = entries.find(({ generation }) => generation === entry.generation + 1);
    const isNamed = next !== undefined && standing.get(next.name)?.md5 === next.md5;
    if (found !== undefined && !isNamed && context.seen.find(entry.name)?.copy === undefined) {
      throw new ConflictError(
        'history-forked',
        `Entry ${entry.generation} of ${model} is another one here than in the bucket, and nothing proves which is right.`,
        { data: { model, generation: entry.generation } },
      );
    }
    await putBack(context, entry, found, signal);
    repaired = 'done';
  }
  return repaired;
}

/** An entry of the copy. */
type CopiedEntry = {
  readonly name: string;
  readonly generation: number;
  readonly operationId: string;
  readonly bytes: Uint8Array;
  readonly md5: string;
};

async function readCopy({ cache }: MirrorContext, model: string): Promise<readonly CopiedEntry[]> {
  const { entries, defects } = await cache.history.readHistory(model);
  requireChain(model, entries, defects.length);
  return await Promise.all(
    entries.map(async ({ entry: { generation, operationId } }) => {
      const bytes = await readEntryBytes(cache, model, generation);
      return { name: nameEntry(model, generation), generation, operationId, bytes, md5: hash('md5', bytes) };
    }),
  );
}

function findHead(standing: ReadonlyMap<string, ObjectFacts>, model: string): number {
  const folder = nameHistoryFolder(model);
  return Math.max(
    0,
    ...[...standing.keys()].map(name => parseGenerationName(name.slice(folder.length)) ?? 0),
  );
}

async function putBack(
  context: MirrorContext,
  { name, bytes, operationId }: CopiedEntry,
  found: ObjectFacts | undefined,
  signal: AbortSignal | undefined,
): Promise<void> {
  const written = await context.store.write(
    {
      name,
      body: { from: 'bytes', bytes },
      expectGeneration: found?.generation ?? '0',
      contentType: 'application/json',
      metadata: { [operationKey]: operationId, [sha256Key]: hash('sha256', bytes), ...packBody(bytes) },
    },
    { signal },
  );
  const facts = written.outcome === 'written' ? written.facts : await context.store.find(name, { signal });
  if (facts?.md5 !== hash('md5', bytes))
    throw new ConflictError('moved-meanwhile', `${name} changes in the bucket while it is put back.`);
  await noteUploaded(context, facts);
}
