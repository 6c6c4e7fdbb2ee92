import { compareHistory } from '../../../core/mirror/compare-history.ts';
import { type ApartHistory, disagreements, findApart } from '../../../core/mirror/find-apart.ts';
import type { LiveFiles, Sides } from '../../../core/mirror/sides.ts';
import type { Disagreement, ModelIndex, RegistryIndex } from '../../../core/registry/registry-index.ts';
import { formatVersionFolder } from '../layout.ts';
import { nameEntry } from './bucket-history.ts';
import type { SeenObject, SeenObjects } from './seen-objects.ts';
import { addCovered, tellOfLive } from './tell-of-live.ts';
import { commitName } from './upload-version.ts';

/** What is known of a bucket. */
type Known = {
  readonly seen: Pick<SeenObjects, 'seenAt' | 'find'>;
  /** What the last read of this process found: what stands only here was perhaps written since by another one. */
  readonly sides: Pick<Sides, 'files' | 'histories'> | undefined;
  /** How the versions that are live stand, by folder. */
  readonly live: ReadonlyMap<string, LiveFiles>;
};

/**
 * The index, with a word at each version and each history that the bucket does not have as it is here: such a version may not become
 * live, and behind such a history nothing may be written, since everybody else goes by the bucket. Nothing is said before the bucket was read to its end. Pure.
 */
export function tellDisagreements(index: RegistryIndex, { seen, sides, live }: Known): RegistryIndex {
  if (seen.seenAt === undefined) return index;
  const apart = new Set<string>();
  for (const { name, part, state } of sides?.files ?? [])
    if (part === 'metadata' && (state === 'only-here' || state === 'differs')) apart.add(name);
  const differences = (sides?.histories ?? []).flatMap(compareHistory);
  const histories = new Map(findApart({ differences }).map(each => [each.model, each]));
  const tell = (model: ModelIndex): ModelIndex => ({
    ...model,
    disagreement: findDisagreement(model, seen, histories.get(model.model)),
    versions: addCovered(model, live).map(version => {
      const folder = formatVersionFolder(model.model, version.version);
      const name = `${folder}/${commitName}`;
      const disagreement = tellOfLive(live.get(folder)) ?? judge(seen.find(name), apart.has(name));
      return disagreement === undefined ? version : { ...version, disagreement };
    }),
  });
  return { ...index, models: index.models.map(tell) };
}

/** Entries that only stand here were perhaps written since by another process of this machine: then the bucket has them. */
function findDisagreement(
  { model, entries }: ModelIndex,
  seen: Pick<SeenObjects, 'find'>,
  apart: ApartHistory | undefined,
): Disagreement | undefined {
  if (apart === undefined) return undefined;
  if (apart.kind !== 'history-ahead') return disagreements[apart.kind];
  const isAhead = entries.some(
    ({ entry: { generation } }) =>
      generation >= apart.generation && seen.find(nameEntry(model, generation))?.copy === undefined,
  );
  return isAhead ? disagreements[apart.kind] : undefined;
}

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
  problem: 'was replaced in the bucket: its metadata.json is not the one that was first read here',
  hint: 'lastgood doctor puts back what a digest on record proves; or choose another version.',
};

const other: Disagreement = {
  code: 'version-damaged',
  problem: 'is another one here than in the bucket: the two metadata.json are not the same',
  hint: 'See both with lastgood sync status; lastgood sync pull brings what the bucket has.',
};
