import { hash } from 'node:crypto';
import {
  type EntryHere,
  type EntryInBucket,
  type HistoryJudgement,
  type HistorySides,
  judgeHistory,
} from '../../../core/mirror/judge-history.ts';
import type { PointerClaim } from '../../../core/mirror/pointer-claim.ts';
import type { HistoryRead, StoredEntry } from '../../../core/ports/history-log.ts';
import { entryLimitBytes, interpretEntry } from '../../history/interpret-entry.ts';
import { findNamed, parsePointerText } from '../read-pointer.ts';
import { nameEntry } from './bucket-history.ts';
import { parseObjectName } from './classify-object.ts';
import type { Histories } from './expect-pointers.ts';
import type { MirrorContext } from './mirror-context.ts';
import type { SeenFacts, SeenObject } from './seen-objects.ts';
import { findMd5, recallEntry } from './trust-seen.ts';

/** What a bucket has of its histories: entries by model and generation, and what its pointers show of them by model. */
export type BucketHistories = {
  readonly entries: ReadonlyMap<string, ReadonlyMap<number, EntryInBucket>>;
  readonly shown: ReadonlyMap<string, NonNullable<HistorySides['shown']>>;
  readonly claims: ReadonlyMap<string, readonly PointerClaim[]>;
};

/**
 * How each history of the copy stands to the bucket's, as that was last seen; by the names of the models.
 * @throws UnavailableError when an entry of the copy has to be read and cannot be
 */
export async function findHistories(
  context: Pick<MirrorContext, 'cache' | 'seen'>,
  histories: Histories,
): Promise<readonly HistoryJudgement[]> {
  const bucket = await recallBucket(context, histories);
  const models = new Set([...histories.keys(), ...bucket.entries.keys(), ...bucket.shown.keys()]);
  return await Promise.all(
    [...models].sort().map(model => judgeModelHistory(context, model, histories.get(model), bucket)),
  );
}

/** The same of one model, by what the bucket has of it. @throws UnavailableError */
export async function judgeModelHistory(
  { cache, seen }: Pick<MirrorContext, 'cache' | 'seen'>,
  model: string,
  history: HistoryRead | undefined,
  bucket: BucketHistories,
): Promise<HistoryJudgement> {
  const here = new Map<number, EntryHere>();
  const inBucket = bucket.entries.get(model) ?? new Map<number, EntryInBucket>();
  for (const { generation } of history?.defects ?? []) {
    const theirs = inBucket.get(generation);
    // One that cannot be used there is not here, or is here as it is there.
    if (theirs === undefined || theirs.stored !== undefined) here.set(generation, { stored: undefined });
  }
  for (const stored of history?.entries ?? []) {
    const { generation } = stored.entry;
    const object = seen.find(nameEntry(model, generation));
    const standing = recallEntry(object, await findMd5(cache, stored));
    const isAttested = object?.facts.sha256 === stored.digest;
    here.set(
      generation,
      standing === 'edited' ? { stored: undefined } : { stored, isSeen: standing === 'seen', isAttested },
    );
  }
  return judgeHistory(
    { model, here, inBucket, shown: bucket.shown.get(model), claims: bucket.claims.get(model) ?? [] },
    sha256,
  );
}

/** Most of the bucket's entries are those of the copy; of the others it is remembered what they are. */
async function recallBucket(
  { cache, seen }: Pick<MirrorContext, 'cache' | 'seen'>,
  histories: Histories,
): Promise<BucketHistories> {
  const copies = new Map<string, StoredEntry>();
  for (const [model, { entries }] of histories)
    for (const stored of entries) copies.set(nameEntry(model, stored.entry.generation), stored);
  const entries = new Map<string, Map<number, EntryInBucket>>();
  for (const object of seen.list()) {
    if (object.isGone) continue;
    const { name } = object.facts;
    const parsed = parseObjectName(name);
    if (parsed.is !== 'history') continue;
    const { model, generation } = parsed;
    const ofModel = entries.get(model) ?? new Map<number, EntryInBucket>();
    const copy = copies.get(name);
    const facts = object.replacedBy ?? object.facts;
    const isCopy = copy !== undefined && (await findMd5(cache, copy)) === facts.md5;
    // Listed by a read that could not bring it here: nothing is known of it yet.
    if (!isCopy && isOnItsWay(object)) continue;
    ofModel.set(generation, isCopy ? attest(copy, facts) : readRemembered(object, { model, generation }));
    entries.set(model, ofModel);
  }
  return { entries, shown: listShown(seen), claims: listClaims(seen) };
}

function isOnItsWay({ copy, text, replacedBy, facts }: SeenObject): boolean {
  const isUnread = copy === undefined && text === undefined && replacedBy === undefined;
  return isUnread && facts.sizeBytes <= entryLimitBytes;
}

/** Of each model with pointers that lastgood wrote, the latest entry they show. */
export function listShown(seen: Pick<MirrorContext['seen'], 'list'>): BucketHistories['shown'] {
  const latest = new Map<string, NonNullable<HistorySides['shown']>>();
  for (const { facts, shown = 0, isGone } of seen.list()) {
    const { name } = facts;
    const parsed = shown === 0 || isGone ? undefined : parseObjectName(name);
    if (parsed?.is !== 'pointer' || parsed.model === undefined) continue;
    if (shown > (latest.get(parsed.model)?.generation ?? 0))
      latest.set(parsed.model, { generation: shown, name });
  }
  return latest;
}

/** What the pointers that stand as lastgood wrote them say of the entries they were written for, by model. */
export function listClaims(seen: Pick<MirrorContext['seen'], 'list'>): BucketHistories['claims'] {
  const claims = new Map<string, PointerClaim[]>();
  for (const { facts, shown, shownBy, text, isGone } of seen.list()) {
    const parsed = shownBy === undefined || isGone ? undefined : parseObjectName(facts.name);
    if (shownBy === undefined || parsed?.is !== 'pointer') continue;
    const { name } = facts;
    const named = findNamed(parsePointerText(new TextEncoder().encode(text ?? '')));
    const model = parsed.model ?? named?.model;
    if (model === undefined || (named !== undefined && named.model !== model)) continue;
    const generation = parsed.model === undefined ? undefined : shown;
    const claim = {
      name,
      alias: parsed.alias,
      generation,
      operationId: shownBy,
      version: named?.version ?? null,
    };
    claims.set(model, [...(claims.get(model) ?? []), claim]);
  }
  return claims;
}

function readRemembered(
  { facts, replacedBy, text }: SeenObject,
  position: { readonly model: string; readonly generation: number },
): EntryInBucket {
  if (text !== undefined)
    return interpretInBucket(new TextEncoder().encode(text), replacedBy ?? facts, position);
  const { generation } = position;
  return { stored: undefined, defect: { generation, fault: 'unreadable', problem: 'it was not read' } };
}

/** What stands at a place of a history in the bucket. Pure. */
export function interpretInBucket(
  bytes: Uint8Array,
  facts: Pick<SeenFacts, 'sha256'>,
  position: { readonly model: string; readonly generation: number },
): EntryInBucket {
  const reading = interpretEntry({ ok: true, value: bytes }, position, sha256);
  if (reading.found === 'entry') return attest(reading.stored, facts);
  const { generation } = position;
  const none = { generation, fault: 'damaged', problem: 'there is nothing in it' } as const;
  return { stored: undefined, defect: reading.found === 'defect' ? reading.defect : none };
}

function attest(stored: StoredEntry, { sha256: said }: Pick<SeenFacts, 'sha256'>): EntryInBucket {
  const isAttested = said === stored.digest;
  return { stored, isAttested, isDisowned: said !== undefined && !isAttested };
}

function sha256(bytes: Uint8Array | string): string {
  return hash('sha256', bytes);
}
