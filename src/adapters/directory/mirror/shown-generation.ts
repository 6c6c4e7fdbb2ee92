import { hash } from 'node:crypto';
import type { ObjectFacts } from '../../../core/ports/object-store.ts';
import { generationKey, operationKey, sha256Key } from './mirror-context.ts';
import { unpackBody } from './packed-body.ts';
import type { SeenObject } from './seen-objects.ts';

/** The entry of the history that an object says it shows; undefined for what another program wrote, or wrote over. Pure. */
export function findShown(facts: Pick<ObjectFacts, 'metadata' | 'md5'>): number | undefined {
  if (unpackBody(facts) === undefined) return undefined;
  const text = facts.metadata[generationKey] ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/**
 * What is to be remembered of a pointer beside its text: the entry it shows and, when its text is what it was written with, by which operation.
 * Pure.
 */
export function describeShown(
  facts: Pick<ObjectFacts, 'metadata' | 'md5'>,
  text: string,
): Pick<SeenObject, 'shown' | 'shownBy'> {
  const shown = findShown(facts);
  const { [operationKey]: shownBy, [sha256Key]: digest } = facts.metadata;
  const isAsWritten = shown !== undefined && shownBy !== undefined && digest === hash('sha256', text);
  return { shown, ...(isAsWritten ? { shownBy } : {}) };
}
