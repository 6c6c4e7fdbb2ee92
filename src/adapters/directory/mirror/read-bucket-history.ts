import { hash } from 'node:crypto';
import type { HistoryDefect, HistoryRead, StoredEntry } from '../../../core/ports/history-log.ts';
import type { ObjectStore } from '../../../core/ports/object-store.ts';
import type { ReadOptions } from '../../../core/ports/registry.ts';
import { parseGenerationName } from '../../history/history-place.ts';
import { damagedEntry, entryLimitBytes, interpretEntry } from '../../history/interpret-entry.ts';
import { nameHistoryFolder } from './bucket-history.ts';
import { unpackBody } from './packed-body.ts';

/**
 * The history of a model as it stands in the bucket, which may be another than the copy's. Asks the bucket, and changes nothing.
 * @throws UnavailableError; the signal's reason
 */
export async function readBucketHistory(
  store: ObjectStore,
  model: string,
  { signal }: ReadOptions = {},
): Promise<HistoryRead> {
  const prefix = nameHistoryFolder(model);
  const entries: StoredEntry[] = [];
  const defects: HistoryDefect[] = [];
  let pageToken: string | undefined;
  do {
    const page = await store.list({ prefix, ...(pageToken === undefined ? {} : { pageToken }) }, { signal });
    for (const facts of page.objects) {
      const generation = parseGenerationName(facts.name.slice(prefix.length));
      if (generation === undefined) continue;
      const packed = unpackBody(facts);
      const bytes =
        packed ?? (await store.read(facts.name, entryLimitBytes, { known: facts, signal }))?.bytes;
      const reading =
        bytes === undefined
          ? damagedEntry(generation, 'it was replaced while it was read')
          : interpretEntry({ ok: true, value: bytes }, { model, generation }, sha256);
      if (reading.found === 'entry') entries.push(reading.stored);
      if (reading.found === 'defect') defects.push(reading.defect);
    }
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
  return { entries, defects };
}

function sha256(bytes: Uint8Array): string {
  return hash('sha256', bytes);
}
