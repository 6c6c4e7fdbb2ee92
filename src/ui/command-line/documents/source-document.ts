import type { SourceCondition } from '../../../core/ports/source.ts';
import type { ModelsDocument } from '../json/models.ts';

/** What is known of the bucket or server behind a registry, as a part of a document. Pure. */
export function describeSource(
  condition: SourceCondition,
): NonNullable<ModelsDocument['registry']['source']> {
  const { url, cache, seenAt, problem } = condition;
  return { url, cache, seenAt: seenAt ?? null, problem: problem ?? null };
}
