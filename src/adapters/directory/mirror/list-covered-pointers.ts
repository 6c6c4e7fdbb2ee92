import { parseObjectName } from './classify-object.ts';
import type { SeenObjects } from './seen-objects.ts';

/**
 * Names under which the bucket has files, as a copying tool left them, and no pointer. None is put beside them: a name that is an object and
 * a folder at once cannot be brought into a folder, so every download by such a tool would fail from then on. Pure.
 */
export function listCoveredPointers(seen: Pick<SeenObjects, 'find' | 'list'>): ReadonlySet<string> {
  const covered = new Set<string>();
  let last = '';
  for (const { facts, isGone } of seen.list()) {
    const first = facts.name.slice(0, facts.name.indexOf('/'));
    // All files of a folder come one after the other, and most of them are of versions.
    if (first === '' || first === last || isGone) continue;
    last = first;
    const parsed = parseObjectName(facts.name);
    if (parsed.is !== 'pointer-copy' || covered.has(parsed.pointer)) continue;
    const pointer = seen.find(parsed.pointer);
    if (pointer === undefined || pointer.isGone === true) covered.add(parsed.pointer);
  }
  return covered;
}
