import { parsePointerText, type RawPointer } from '../read-pointer.ts';
import { parseObjectName } from './classify-object.ts';
import type { SeenObjects } from './seen-objects.ts';

/**
 * What the pointers of the bucket said when it was last read, by their names; where a copying tool left files instead of one, the version
 * they are a copy of. Undefined when the bucket was never read to its end: then nothing is known of them. Pure.
 */
export function listSaidPointers(seen: SeenObjects): ReadonlyMap<string, RawPointer> | undefined {
  if (seen.seenAt === undefined) return undefined;
  const said = new Map<string, RawPointer>();
  const copied = new Map<string, RawPointer>();
  for (const { facts, text, isGone } of seen.list()) {
    if (text === undefined || isGone) continue;
    const parsed = parseObjectName(facts.name);
    if (parsed.is === 'pointer') said.set(facts.name, parsePointerText(new TextEncoder().encode(text)));
    if (parsed.is === 'pointer-copy' && text !== '')
      copied.set(parsed.pointer, { state: 'text', name: text, form: 'file' });
  }
  return new Map([...copied, ...said]);
}
