import type { IndexedVersion } from './registry-index.ts';
import type { Version } from './version.ts';

/** How whole a version is, in a word: `arriving` is one that is whole in the bucket and whose record is on its way to this machine. Pure. */
export function wordOfWholeness(
  version: Version | IndexedVersion,
): 'complete' | 'incomplete' | 'damaged' | 'arriving' {
  return version.whole === 'incomplete' && version.arriving !== undefined ? 'arriving' : version.whole;
}

/** Why a version cannot become live, in words that follow its name; undefined for a whole one. Pure. */
export function describeUnusable(version: Version | IndexedVersion): string | undefined {
  if (version.whole === 'complete') return undefined;
  if (version.whole === 'incomplete' && version.unfinished !== undefined) return version.unfinished.problem;
  return wordOfWholeness(version) === 'arriving'
    ? 'is still on its way from the bucket'
    : `is ${version.whole}, so it cannot become live`;
}

/** Follows the name of a version whose metadata is not here. Pure. */
export function describeIncomplete(version: Pick<IndexedVersion, 'arriving' | 'unfinished'>): string {
  if (version.unfinished !== undefined) return version.unfinished.problem;
  return version.arriving === undefined ? 'is incomplete' : 'is still on its way from the bucket';
}
