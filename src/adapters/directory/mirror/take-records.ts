import { foldHistory } from '../../../core/history/fold-history.ts';
import { compareVersionNames } from '../../../core/names/version-name.ts';
import type { ObjectFacts } from '../../../core/ports/object-store.ts';
import { formatVersionFolder } from '../layout.ts';
import { findNamed, type RawPointer } from '../read-pointer.ts';
import { parseObjectName } from './classify-object.ts';
import type { Histories } from './expect-pointers.ts';
import { fetchAndInstall } from './fetch-and-install.ts';
import { atOnce } from './fetch-bytes.ts';
import type { RefreshRun } from './refresh-run.ts';
import { runLimited } from './run-limited.ts';

/** A record that has to be fetched. */
type Unread = { readonly facts: ObjectFacts; readonly model: string; readonly version: string };

/**
 * Fetches the records of versions that did not come with the list: of what is live first, then the newest of each model.
 * @param said what the bucket's pointers say where no history has a say
 * @throws UnavailableError
 */
export async function takeRecords(
  run: RefreshRun,
  histories: Histories,
  said: ReadonlyMap<string, RawPointer>,
): Promise<void> {
  await runLimited(orderRecords(run.records, findLive(histories, said)), atOnce, async unread => {
    await fetchAndInstall(run, unread.facts);
    run.arrivals.settle(unread);
  });
}

/** What is live first, then the newest of each model, then the second of each, and so on. Pure. */
function orderRecords(records: readonly ObjectFacts[], live: ReadonlySet<string>): readonly Unread[] {
  const unread = records.flatMap((facts): readonly Unread[] => {
    const parsed = parseObjectName(facts.name);
    return parsed.is === 'metadata' ? [{ facts, model: parsed.model, version: parsed.version }] : [];
  });
  const ranked = [...Map.groupBy(unread, ({ model }) => model).values()].flatMap(ofModel =>
    ofModel
      .sort((one, other) => compareVersionNames(other.version, one.version))
      .map((each, place) => ({
        each,
        rank: live.has(formatVersionFolder(each.model, each.version)) ? -1 : place,
      })),
  );
  return ranked.sort((one, other) => one.rank - other.rank).map(({ each }) => each);
}

/** Folders of the versions that are live under some alias. */
function findLive(histories: Histories, said: ReadonlyMap<string, RawPointer>): ReadonlySet<string> {
  const live = new Set<string>();
  for (const [model, { entries }] of histories)
    for (const { version } of foldHistory(entries).aliases.values())
      if (version !== null) live.add(formatVersionFolder(model, version));
  for (const raw of said.values()) {
    const named = findNamed(raw);
    if (named !== undefined) live.add(formatVersionFolder(named.model, named.version));
  }
  return live;
}
