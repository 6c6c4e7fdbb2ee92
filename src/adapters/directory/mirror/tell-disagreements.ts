import type { SideFile, Sides } from '../../../core/mirror/sides.ts';
import type { Disagreement, ModelIndex, RegistryIndex } from '../../../core/registry/registry-index.ts';
import { formatVersionFolder } from '../layout.ts';
import { nameEntry } from './bucket-history.ts';
import type { SeenObject, SeenObjects } from './seen-objects.ts';
import { commitName } from './upload-version.ts';

/** What the last read of a bucket found, as far as versions that are not the same there need it. */
type SidesRead = Pick<Sides, 'files'> | undefined;

/**
 * The index, with a word at each version and each history that the bucket does not have as it is here: such a version may not become
 * live, and behind such a history nothing may be written, since everybody else goes by the bucket. Nothing is said before the bucket was read to its end. Pure.
 * @param sides of the last read by this process: what stands only here was perhaps written since by another one
 */
export function tellDisagreements(
  index: RegistryIndex,
  seen: Pick<SeenObjects, 'seenAt' | 'find'>,
  sides: SidesRead,
): RegistryIndex {
  if (seen.seenAt === undefined) return index;
  const apart = new Set<string>();
  for (const { name, part, state } of sides?.files ?? [])
    if (isFixed(part) && (state === 'only-here' || state === 'differs')) apart.add(name);
  const tell = (model: ModelIndex): ModelIndex => ({
    ...model,
    disagreement: judgeHistory(model, seen, apart),
    versions: model.versions.map(version => {
      const name = `${formatVersionFolder(model.model, version.version)}/${commitName}`;
      const disagreement = judge(seen.find(name), apart.has(name));
      return disagreement === undefined ? version : { ...version, disagreement };
    }),
  });
  return { ...index, models: index.models.map(tell) };
}

function isFixed(part: SideFile['part']): boolean {
  return part === 'metadata' || part === 'history';
}

/** An entry that the bucket has another one of says more than those that only stand here. */
function judgeHistory(
  { model, entries }: ModelIndex,
  seen: Pick<SeenObjects, 'find'>,
  apart: ReadonlySet<string>,
): Disagreement | undefined {
  const names = entries
    .map(({ entry }) => nameEntry(model, entry.generation))
    .filter(name => apart.has(name) && seen.find(name)?.copy === undefined);
  if (names.length === 0) return undefined;
  return names.some(name => seen.find(name) !== undefined) ? forked : ahead;
}

const forked: Disagreement = {
  code: 'history-forked',
  problem: 'is another one on this machine than in the bucket',
  hint: 'See both with lastgood sync status, and decide which is right.',
};

const ahead: Disagreement = {
  code: 'history-ahead',
  problem: "goes on where the bucket's ends",
  hint: 'Push it first, with lastgood sync push.',
};

function judge(object: SeenObject | undefined, isApart: boolean): Disagreement | undefined {
  if (object === undefined) return isApart ? onlyHere : undefined;
  if (object.isGone) return gone;
  if (object.replacedBy !== undefined || object.isDamaged) return replaced;
  return object.copy === undefined && isApart ? other : undefined;
}

const onlyHere: Disagreement = {
  code: 'version-incomplete',
  problem: 'is not in the bucket: it stands on this machine only',
  hint: 'Push it first, with lastgood sync push.',
};

const gone: Disagreement = {
  code: 'version-incomplete',
  problem: 'was deleted in the bucket: it stands on this machine only',
  hint: 'Restore it in the bucket, or choose another version.',
};

const replaced: Disagreement = {
  code: 'version-damaged',
  problem: 'was replaced in the bucket: its metadata.json is not the registered one any more',
  hint: 'lastgood doctor puts back what a digest on record proves; or choose another version.',
};

const other: Disagreement = {
  code: 'version-damaged',
  problem: 'is another one here than in the bucket: the two metadata.json are not the same',
  hint: 'See both with lastgood sync status; lastgood sync pull brings what the bucket has.',
};
