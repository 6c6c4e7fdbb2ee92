import type { IndexedVersion } from '../registry/registry-index.ts';
import type { Version } from '../registry/version.ts';
import { describeIncomplete } from '../registry/wholeness-words.ts';
import type { Blocker } from './plan.ts';
import { block } from './planning.ts';

/** Why a version cannot be used at all: nothing of it can be live, and no verdict on it would mean anything. Pure. */
export function blockUnusable(version: Version): readonly Blocker[] {
  const name = `${version.model} ${version.version}`;
  if (version.whole === 'incomplete') return [blockIncomplete(name, version)];
  if (version.whole === 'damaged')
    return [block('version-damaged', `${name} is damaged: ${version.problem}.`)];
  return [];
}

/** The blocker for a version whose metadata is not here; `name` as people are told of it. Pure. */
export function blockIncomplete(
  name: string,
  version: Pick<IndexedVersion, 'arriving' | 'unfinished'>,
): Blocker {
  const arriving =
    version.arriving === undefined ? undefined : 'Wait until its record is here, and plan again.';
  const hint = version.unfinished?.hint ?? arriving;
  return block('version-incomplete', `${name} ${describeIncomplete(version)}.`, hint);
}
