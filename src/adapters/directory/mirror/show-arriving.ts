import { compareVersionNames } from '../../../core/names/version-name.ts';
import {
  emptyModel,
  type IndexedVersion,
  type ModelIndex,
  type RegistryIndex,
} from '../../../core/registry/registry-index.ts';
import type { Version } from '../../../core/registry/version.ts';
import type { ArrivingVersion, Coming } from './arrivals.ts';

/**
 * The index of a copy with the versions that were listed in the bucket and are not in the copy yet, marked as on their way. Pure.
 * @param arrivals as they were before the copy was read
 * @param seenAt when the bucket was last read to its end; undefined: never. Until it was listed once nobody knows what is live, and nothing is
 * to be decided.
 */
export function addArriving(
  index: RegistryIndex,
  arrivals: Pick<Coming, 'list' | 'said'>,
  seenAt: string | undefined,
): RegistryIndex {
  const coming = Map.groupBy(arrivals.list(), ({ model }) => model);
  const isArriving = seenAt === undefined && arrivals.said === undefined;
  const known = new Set(index.models.map(({ model }) => model));
  const others = [...coming.keys()].filter(model => !known.has(model)).map(emptyModel);
  const models = [...index.models, ...others]
    .map(model => mark(addVersions(model, coming.get(model.model) ?? []), isArriving))
    .sort((one, other) => (one.model < other.model ? -1 : 1));
  return { ...index, models };
}

/** The version, on its way where a list of the bucket says so. Pure. */
export function markArriving(version: Version, arrivals: Pick<Coming, 'find'>): Version {
  if (version.whole !== 'incomplete') return version;
  const arriving = arrivals.find(version.model, version.version);
  return arriving === undefined ? version : { ...version, arriving };
}

function addVersions(model: ModelIndex, coming: readonly ArrivingVersion[]): ModelIndex {
  const whole = new Set<string>();
  for (const each of model.versions) if (each.whole === 'complete') whole.add(each.version);
  const added = coming
    .filter(({ version }) => !whole.has(version))
    .map(({ version, arriving }): IndexedVersion => ({ version, whole: 'incomplete', arriving }));
  if (added.length === 0) return model;
  const names = new Set(added.map(({ version }) => version));
  const versions = [...model.versions.filter(({ version }) => !names.has(version)), ...added];
  return {
    ...model,
    versions: versions.sort((one, other) => compareVersionNames(one.version, other.version)),
  };
}

function mark(model: ModelIndex, isArriving: boolean): ModelIndex {
  if (!isArriving) return model;
  return {
    ...model,
    isArriving,
    disagreement: {
      code: 'plan-blocked',
      problem: 'is still on its way from the bucket',
      hint: 'Wait until the bucket was listed to its end, and plan again.',
    },
  };
}
