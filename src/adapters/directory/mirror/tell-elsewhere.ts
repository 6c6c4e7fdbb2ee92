import type { BoundCheck, FileCheck } from '../../../core/ports/registry.ts';
import type { SeenObjects } from './seen-objects.ts';

/**
 * The checks of a version's files. One that is missing here and was never brought from the bucket contradicts nothing: it is elsewhere,
 * as weights on another machine are. Large files stay in the bucket until they are wanted. Pure.
 * @param folder of the version
 */
export function tellElsewhere(
  checks: readonly FileCheck[],
  folder: string,
  seen: SeenObjects,
): readonly FileCheck[] {
  return checks.map(check =>
    check.outcome === 'missing' && isOnlyInBucket(seen, `${folder}/${check.name}`)
      ? { ...check, outcome: 'elsewhere', detail: `in the bucket only: ${hint}` }
      : check,
  );
}

/**
 * The checks of what a verdict stands on. What cannot be read proves nothing, wherever it is; but it is said what brings it. Pure.
 * @param names where each of the files is, inside the registry; undefined for one outside of it
 */
export function tellWhatIsMissing(
  checks: readonly BoundCheck[],
  names: readonly (string | undefined)[],
  seen: SeenObjects,
): readonly BoundCheck[] {
  return checks.map((check, at) => {
    const name = names[at];
    const isElsewhere = check.outcome === 'missing' && name !== undefined && isOnlyInBucket(seen, name);
    return isElsewhere ? { ...check, detail: `it is in the bucket only: ${hint}` } : check;
  });
}

const hint = 'lastgood sync pull brings it';

function isOnlyInBucket(seen: SeenObjects, name: string): boolean {
  const object = seen.find(name);
  return object !== undefined && object.copy === undefined && object.isGone !== true;
}
