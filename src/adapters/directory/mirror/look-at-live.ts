import { hash } from 'node:crypto';
import { foldHistory } from '../../../core/history/fold-history.ts';
import type { LiveFiles } from '../../../core/mirror/sides.ts';
import type { StoredEntry } from '../../../core/ports/history-log.ts';
import { childPath } from '../../files/child-path.ts';
import { findErrno, withFileErrors } from '../../files/file-errors.ts';
import { defaultLimitBytes } from '../../files/read-json.ts';
import { formatVersionFolder } from '../layout.ts';
import type { MirrorContext } from './mirror-context.ts';
import { listGoneFiles, listNeeded } from './needed-files.ts';
import { placeObject } from './place-object.ts';
import { commitName } from './upload-version.ts';

type Sides = Pick<MirrorContext, 'cache' | 'seen'>;

/** A model with its history, in order. */
type History = { readonly model: string; readonly entries: readonly StoredEntry[] };

/**
 * How the versions that are live by the histories stand on both sides, by folder; one that the bucket was never seen to have is left out.
 * Reads the records of what is live, and nothing else.
 * @throws UnavailableError when the copy cannot be looked at
 */
export async function lookAtLive(
  sides: Sides,
  histories: Iterable<History>,
): Promise<ReadonlyMap<string, LiveFiles>> {
  const gone = listGoneFiles(sides.seen);
  const live = new Map<string, LiveFiles>();
  for (const { model, entries } of histories) {
    const { aliases, registeredDigests } = foldHistory(entries);
    for (const version of new Set([...aliases.values()].map(position => position.version))) {
      if (version === null) continue;
      const folder = formatVersionFolder(model, version);
      if (live.has(folder) || sides.seen.find(`${folder}/${commitName}`) === undefined) continue;
      const place = { model, version, folder, registered: registeredDigests.get(version) };
      live.set(folder, await lookAtVersion(sides, place, gone.get(folder) ?? []));
    }
  }
  return live;
}

type Place = {
  readonly model: string;
  readonly version: string;
  readonly folder: string;
  readonly registered: string | undefined;
};

async function lookAtVersion(sides: Sides, place: Place, gone: readonly string[]): Promise<LiveFiles> {
  const { places, fileSystem } = sides.cache;
  const path = childPath(places.root, place.folder);
  return await withFileErrors('look at the copy', path, async (): Promise<LiveFiles> => {
    const facts = await fileSystem.findFacts(path);
    if (facts !== undefined && facts.kind !== 'folder')
      return { isCovered: true, lacking: [], record: 'unproven' };
    const record = await fileSystem
      .readFile(childPath(path, commitName), defaultLimitBytes)
      .catch(missingOrThrow);
    const needed = record === undefined ? gone : listNeeded({ ...place, record }, gone).keys();
    const standing = judgeRecord(sides, place, record);
    const commit = `${place.folder}/${commitName}`;
    const lacking: { readonly name: string; readonly isHere: boolean }[] = [];
    for (const name of [...needed, commit].filter(each => !isInBucket(sides, each))) {
      const isUsable = name !== commit || standing === 'as-registered' || standing === 'unproven';
      lacking.push({ name, isHere: isUsable && (await isFile(sides, name)) });
    }
    return { isCovered: false, lacking, record: isInBucket(sides, commit) ? standing : 'unproven' };
  });
}

function judgeRecord(
  { seen }: Sides,
  { folder, registered }: Place,
  record: Uint8Array | undefined,
): LiveFiles['record'] {
  if (record === undefined || registered === undefined) return 'unproven';
  if (hash('sha256', record) === registered) return 'as-registered';
  const object = seen.find(`${folder}/${commitName}`);
  const isInBucketToo = hash('md5', record) === (object?.replacedBy ?? object?.facts)?.md5;
  return isInBucketToo ? 'altered' : 'altered-here';
}

function isInBucket({ seen }: Sides, name: string): boolean {
  const object = seen.find(name);
  return object !== undefined && !object.isGone;
}

async function isFile({ cache }: Sides, name: string): Promise<boolean> {
  const place = placeObject(cache.places.root, name);
  return place !== undefined && (await cache.fileSystem.findFacts(place.path))?.kind === 'file';
}

/** A record that cannot be read is none. */
function missingOrThrow(thrown: unknown): undefined {
  if (findErrno(thrown) === undefined) throw thrown;
  return undefined;
}
