import type { ObjectFacts } from '../../../core/ports/object-store.ts';
import { generationKey } from './mirror-context.ts';

/** The entry of the history that an object says it shows; undefined for what another program wrote. Pure. */
export function findShown({ metadata }: Pick<ObjectFacts, 'metadata'>): number | undefined {
  const text = metadata[generationKey] ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
