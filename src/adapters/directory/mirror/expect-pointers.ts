import { foldHistory } from '../../../core/history/fold-history.ts';
import type { SideVersion } from '../../../core/mirror/sides.ts';
import type { HistoryLog, HistoryRead } from '../../../core/ports/history-log.ts';
import { formatPointerName, formatVersionFolder, sharedAlias } from '../layout.ts';
import { findNewestSharedMove } from '../shared-pointer.ts';

/** The histories of a copy. */
export type Histories = ReadonlyMap<string, HistoryRead>;

/** Reads all histories there are. @throws UnavailableError */
export async function readHistories(history: HistoryLog): Promise<Histories> {
  const models = await history.listModels();
  return new Map(
    await Promise.all(models.map(async model => [model, await history.readHistory(model)] as const)),
  );
}

/**
 * What each pointer ought to say by the histories: the name of a version's folder, or null for none. A pointer that is not in the answer is no
 * history's, or of one that cannot be read to its end. Pure.
 */
export function listExpectedPointers(histories: Histories): ReadonlyMap<string, string | null> {
  const expected = new Map<string, string | null>();
  for (const [model, { entries, defects }] of histories) {
    if (defects.length > 0) continue;
    for (const [alias, { version }] of foldHistory(entries).aliases) {
      const folder = version === null ? null : formatVersionFolder(model, version);
      expected.set(formatPointerName(model, alias), folder);
    }
  }
  const all = [...histories].map(([model, { entries }]) => ({ model, entries }));
  const newest = findNewestSharedMove(all);
  const isWhole = [...histories.values()].every(({ defects }) => defects.length === 0);
  if (newest !== undefined && isWhole)
    expected.set(sharedAlias, newest.to === null ? null : formatVersionFolder(newest.model, newest.to));
  return expected;
}

/** Whether some history has a say about the pointer, be it readable or not: then the bucket's pointer decides nothing. Pure. */
export function isRecorded(histories: Histories, pointer: { readonly model: string | undefined }): boolean {
  if (pointer.model !== undefined) return histories.has(pointer.model);
  const all = [...histories].map(([model, { entries }]) => ({ model, entries }));
  return findNewestSharedMove(all) !== undefined || all.some(({ entries }) => entries.length === 0);
}

/** What a history says of a version, whatever stands of it. */
export type RecordedVersion = Omit<SideVersion, 'inBucket' | 'here'>;

/** Every version that was registered, archived or is live by the histories. Pure. */
export function listRecordedVersions(histories: Histories): readonly RecordedVersion[] {
  return [...histories].flatMap(([model, { entries }]) => {
    const { aliases, registeredDigests, states } = foldHistory(entries);
    const live = [...aliases].flatMap(([alias, { version }]) => (version === null ? [] : { alias, version }));
    const versions = new Set([
      ...states.keys(),
      ...registeredDigests.keys(),
      ...live.map(({ version }) => version),
    ]);
    return [...versions].map(version => ({
      model,
      version,
      isRetired: states.get(version) === 'archived',
      isRegistered: registeredDigests.has(version),
      liveUnder: live.filter(each => each.version === version).map(({ alias }) => alias),
    }));
  });
}

/** Folders of the versions that the histories say were archived or cleaned up. Pure. */
export function listRetired(histories: Histories): ReadonlySet<string> {
  const retired = listRecordedVersions(histories).filter(({ isRetired }) => isRetired);
  return new Set(retired.map(({ model, version }) => formatVersionFolder(model, version)));
}
