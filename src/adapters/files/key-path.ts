import { makeSafeText } from '../../core/text/safe-text.ts';

/** Keys and list places that lead to something inside a file. */
export type KeyPath = readonly PropertyKey[];

/** A path as people write it: `rules[0].threshold.min`; `the file` for the empty one. Safe to show. Pure. */
export function formatKeyPath(path: KeyPath): string {
  const words = path.map(part => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return makeSafeText(words.replace(/^\./, ''), { limit: 200 }) || 'the file';
}
