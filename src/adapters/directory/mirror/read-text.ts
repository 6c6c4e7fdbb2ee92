import type { ObjectFacts } from '../../../core/ports/object-store.ts';
import { unpackBody } from './packed-body.ts';
import type { RefreshRun } from './refresh-run.ts';
import { toSeenFacts } from './seen-objects.ts';
import { describeShown } from './shown-generation.ts';

/** Longest text that is remembered, in bytes; what is longer is no pointer. */
const limitBytes = 4096;

/**
 * What a small object says that is read and not copied: remembered from before, out of its metadata, or by one request; undefined when it is
 * gone by now. Of one that is too long, nothing.
 */
export async function readText(run: RefreshRun, facts: ObjectFacts): Promise<string | undefined> {
  const { seen, store } = run.context;
  const before = seen.find(facts.name);
  if (before?.text !== undefined && before.facts.generation === facts.generation) return before.text;
  const read = run.texts.get(`${facts.name}#${facts.generation}`);
  if (read !== undefined) return read;
  if (facts.sizeBytes > limitBytes) return '';
  const { signal } = run;
  const bytes =
    unpackBody(facts) ?? (await store.read(facts.name, limitBytes, { known: facts, signal }))?.bytes;
  if (bytes === undefined) return undefined;
  const text = new TextDecoder().decode(bytes);
  run.texts.set(`${facts.name}#${facts.generation}`, text);
  return text;
}

/** Remembers what an object said, unless something newer of it is remembered: it was written since it was listed. */
export function noteText({ context: { seen } }: RefreshRun, facts: ObjectFacts, text: string): void {
  const before = seen.find(facts.name);
  const { generation } = facts;
  if (before && !before.isGone && BigInt(generation) < BigInt(before.facts.generation)) return;
  if (before?.text === text && before.facts.generation === generation && !before.isGone) return;
  seen.note({ facts: toSeenFacts(facts), copy: undefined, text, ...describeShown(facts, text) });
}
