import type { MirrorCondition } from '../../../core/ports/mirror.ts';
import type { ModelsDocument } from '../json/models.ts';

/** What is known of the bucket behind a registry, as a part of a document. Pure. */
export function describeMirror(
  condition: MirrorCondition,
): NonNullable<ModelsDocument['registry']['mirror']> {
  const { url, cache, seenAt, problem } = condition;
  return { url, cache, seenAt: seenAt ?? null, problem: problem ?? null };
}
