import type { Stranger } from '../../../core/registry/registry-index.ts';
import { makeSafeText } from '../../../core/text/safe-text.ts';

/** Most of them that are told one by one. */
const toldLimit = 100;

/** Something of a store that is not read. @param path below the store, parted by `/` */
export function createStranger(path: string, why: string): Stranger {
  return { name: makeSafeText(path, { limit: 300 }), why };
}

/** Why a link is left out. */
export const linkWords = 'a link, which is not followed';

/** The first of them, and how many more there are. Pure. */
export function limitStrangers(strangers: readonly Stranger[]): readonly Stranger[] {
  if (strangers.length <= toldLimit) return strangers;
  const more = strangers.length - toldLimit;
  return [...strangers.slice(0, toldLimit), { name: 'models', why: `${more} more that are not read` }];
}
