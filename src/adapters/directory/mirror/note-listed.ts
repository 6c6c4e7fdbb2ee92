import type { ObjectFacts } from '../../../core/ports/object-store.ts';
import { type SeenObject, type SeenObjects, toSeenFacts } from './seen-objects.ts';

/**
 * Notes what a list says of an object, beside what is remembered of its copy. A list that is older than what is remembered changes nothing.
 * @returns what is remembered now
 */
export function noteListed(seen: SeenObjects, listed: ObjectFacts): SeenObject {
  const before = seen.find(listed.name);
  const after = merge(before, listed);
  if (after !== before) seen.note(after);
  return after;
}

function merge(before: SeenObject | undefined, listed: ObjectFacts): SeenObject {
  const { generation, md5 } = listed;
  const facts = toSeenFacts(listed);
  if (before === undefined) return { facts, copy: undefined };
  const { isGone, replacedBy, ...rest } = before;
  const current = replacedBy ?? before.facts;
  if (current.generation === generation)
    return isGone ? { ...rest, ...(replacedBy ? { replacedBy } : {}) } : before;
  if (BigInt(generation) < BigInt(current.generation) && !isGone) return before;
  if (before.copy === undefined) return { facts, copy: undefined };
  // Written again with the same bytes, as copying tools do.
  if (md5 !== undefined && md5 === before.facts.md5) return { facts, copy: before.copy };
  return { facts: before.facts, copy: before.copy, replacedBy: facts };
}
