import { hash } from 'node:crypto';
import { ConflictError } from '../../../core/errors/app-error.ts';
import { compareHistory } from '../../../core/mirror/compare-history.ts';
import type { EntryInBucket } from '../../../core/mirror/judge-history.ts';
import type { TransferOptions } from '../../../core/ports/mirror.ts';
import type { ObjectFacts } from '../../../core/ports/object-store.ts';
import { parseGenerationName } from '../../history/history-place.ts';
import { nameEntry, nameHistoryFolder } from './bucket-history.ts';
import { fetchBytes } from './fetch-bytes.ts';
import { interpretInBucket, judgeModelHistory, listClaims, listShown } from './find-histories.ts';
import { listObjects } from './list-objects.ts';
import { type MirrorContext, operationKey, sha256Key } from './mirror-context.ts';
import { packBody } from './packed-body.ts';
import { noteUploaded } from './push-version.ts';
import { readEntryBytes } from './read-entry-bytes.ts';
import { toSeenFacts } from './seen-objects.ts';

/**
 * Puts back entries that were overwritten or deleted in the bucket and that this copy saw there: only where the place is free or holds what
 * no operation wrote there, and only if that makes the bucket's history one chain again. Everything else is for a person to decide. What only
 * stands here was never there: that is a push.
 * @throws ConflictError history-forked, history-damaged with what is wrong in words; UnavailableError
 */
export async function repairHistory(
  context: MirrorContext,
  model: string,
  { signal }: TransferOptions,
): Promise<'done' | 'already'> {
  const standing = await listObjects(context.store, nameHistoryFolder(model), { signal });
  const inBucket = await readEntries(context, model, standing, signal);
  const history = await context.cache.history.readHistory(model);
  const { seen } = context;
  const entries = new Map([[model, inBucket]]);
  const bucket = { entries, shown: listShown(seen), claims: listClaims(seen) };
  const judgement = await judgeModelHistory(context, model, history, bucket);
  const { parting, damage, lost } = judgement;
  if (parting !== undefined || damage !== undefined) {
    const [worst] = compareHistory(judgement);
    throw new ConflictError(
      parting === undefined ? 'history-damaged' : 'history-forked',
      `The history of ${model}: ${worst?.detail ?? 'it is not one chain'}. Nothing was put back.`,
      { data: { model, generation: worst?.generation ?? 1 } },
    );
  }
  for (const generation of lost) await putBack(context, model, generation, standing, signal);
  return lost.length > 0 ? 'done' : 'already';
}

/** What the bucket has of a history now; what is gone meanwhile is not in it. */
async function readEntries(
  { store }: MirrorContext,
  model: string,
  standing: ReadonlyMap<string, ObjectFacts>,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<number, EntryInBucket>> {
  const inBucket = new Map<number, EntryInBucket>();
  for (const [name, facts] of standing) {
    const generation = parseGenerationName(name.slice(nameHistoryFolder(model).length));
    const bytes = generation === undefined ? undefined : await fetchBytes(store, facts, signal);
    if (generation === undefined || bytes === undefined) continue;
    inBucket.set(generation, interpretInBucket(bytes, toSeenFacts(facts), { model, generation }));
  }
  return inBucket;
}

async function putBack(
  context: MirrorContext,
  model: string,
  generation: number,
  standing: ReadonlyMap<string, ObjectFacts>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { cache, store } = context;
  const name = nameEntry(model, generation);
  const bytes = await readEntryBytes(cache, model, generation);
  const { entries } = await cache.history.readHistory(model);
  const stored = entries.find(({ entry }) => entry.generation === generation);
  const sha256 = hash('sha256', bytes);
  if (stored?.digest !== sha256)
    throw new ConflictError(
      'history-damaged',
      `Entry ${generation} of ${model} changes here while it is put back.`,
    );
  const { operationId } = stored.entry;
  const written = await store.write(
    {
      name,
      body: { from: 'bytes', bytes },
      expectGeneration: standing.get(name)?.generation ?? '0',
      contentType: 'application/json',
      metadata: { [operationKey]: operationId, [sha256Key]: sha256, ...packBody(bytes) },
    },
    { signal },
  );
  const facts = written.outcome === 'written' ? written.facts : await store.find(name, { signal });
  if (facts?.md5 !== hash('md5', bytes))
    throw new ConflictError('moved-meanwhile', `${name} changes in the bucket while it is put back.`);
  await noteUploaded(context, facts);
}
