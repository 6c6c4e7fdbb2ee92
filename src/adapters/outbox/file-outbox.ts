import { UnavailableError } from '../../core/errors/app-error.ts';
import type { ClaimedItem, Outbox, OutboxItem } from '../../core/ports/outbox.ts';
import { removeIfThere } from '../files/durable-write.ts';
import { withFileErrors } from '../files/file-errors.ts';
import { removeClaims, takeClaim } from '../files/numbered-claim.ts';
import { itemLimitBytes, readItem, writeItem } from './item-file.ts';
import { itemPath, listItemNames, type OutboxPlace } from './outbox-place.ts';

/** How long a sender on another machine has an item, in milliseconds: telling takes seconds, and twice is worse than late. */
const elsewhereMs = 10 * 60_000;

/** Most items that are kept; of more the oldest that are settled go first. */
const maxItems = 500;

/** How many of the settled ones go at once, so that not every new one reads all. */
const prunedAtOnce = 100;

/** An outbox in a folder of this machine: one file for each item, one for each item that is being sent. */
export function createFileOutbox(place: OutboxPlace): Outbox {
  const withErrors = <Result>(doing: string, work: () => Promise<Result>): Promise<Result> =>
    withFileErrors(doing, place.folder, work);
  return {
    list: () => withErrors('read the outbox', () => list(place)),
    put: item => withErrors('write to the outbox', () => put(place, item)),
    claim: id => withErrors('take an item of the outbox', () => claim(place, id)),
    remove: id =>
      withErrors('remove an item of the outbox', async () => {
        const isRemoved = await removeItem(place, id);
        if (isRemoved) await place.fileSystem.syncFolder(place.folder);
        return isRemoved;
      }),
  };
}

async function list(place: OutboxPlace): ReturnType<Outbox['list']> {
  const items: OutboxItem[] = [];
  const unreadable: string[] = [];
  const names = await listItemNames(place);
  for (const name of names.toSorted().slice(0, 2 * maxItems)) {
    const item = await readItem(place, name.replace('.json', ''));
    if (item === 'unreadable') unreadable.push(name);
    else if (item !== 'missing') items.push(item);
  }
  const byTime = (one: OutboxItem, other: OutboxItem): number =>
    one.event.at.localeCompare(other.event.at) || one.id.localeCompare(other.id);
  const isFull = names.length >= maxItems && items.every(({ state }) => state === 'waiting');
  return { items: items.sort(byTime), unreadable, room: isFull ? 'none' : 'some' };
}

async function put(place: OutboxPlace, item: OutboxItem): ReturnType<Outbox['put']> {
  await place.makeFolder();
  if ((await place.fileSystem.findFacts(itemPath(place, item.id))) !== undefined) return 'known';
  await makeRoom(place);
  await writeItem(place, fitItem(item));
  return 'added';
}

/** What is too large to be kept is told without its files. */
function fitItem(item: OutboxItem): OutboxItem {
  const sizeBytes = Buffer.byteLength(JSON.stringify(item));
  return sizeBytes < itemLimitBytes ? item : { ...item, event: { ...item.event, files: {} } };
}

/** @throws UnavailableError outbox-full */
async function makeRoom(place: OutboxPlace): Promise<void> {
  if ((await listItemNames(place)).length < maxItems) return;
  const { items } = await list(place);
  const delivered = items.filter(({ state }) => state === 'delivered');
  const settled = [...delivered, ...items.filter(({ state }) => state === 'given-up')];
  if (settled.length === 0) {
    throw new UnavailableError('outbox-full', `${items.length} events wait in the outbox; no more are kept.`);
  }
  for (const { id } of settled.slice(0, prunedAtOnce)) await removeItem(place, id);
}

/** An item with the claims on it: whoever has it finds it gone when it is settled. */
async function removeItem(place: OutboxPlace, id: string): Promise<boolean> {
  const isRemoved = await removeIfThere(place.fileSystem, itemPath(place, id));
  await removeClaims(place, id);
  return isRemoved;
}

async function claim(place: OutboxPlace, id: string): Promise<ClaimedItem | undefined> {
  if ((await readItem(place, id)) === 'missing') return undefined;
  const claimed = await takeClaim(place, id, elsewhereMs);
  if ('takenBy' in claimed) return undefined;
  // Whoever had it before may have settled it meanwhile.
  const item = await readItem(place, id);
  if (typeof item === 'string' || item.state === 'delivered') {
    await claimed.release();
    return undefined;
  }
  const mayHaveArrived = item.mayHaveArrived || claimed.follows === 'a-process-that-is-gone';
  return {
    item: { ...item, mayHaveArrived },
    settle: settled =>
      withFileErrors('write to the outbox', place.folder, async () => {
        // One that was dropped meanwhile stays dropped.
        const isThere = (await place.fileSystem.findFacts(itemPath(place, id))) !== undefined;
        if (isThere) await writeItem(place, settled);
        await claimed.release();
      }),
  };
}
