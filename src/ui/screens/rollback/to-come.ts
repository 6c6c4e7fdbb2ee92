import type { LastGoodToCome } from '../../../core/rollback/choose-target.ts';

/** Why nobody knows yet which version is the last good one, as a sentence. Pure. */
export function describeToCome(toCome: LastGoodToCome): string {
  return toCome.at === 'list'
    ? 'What is live is not known yet: the list is still being read.'
    : `${toCome.version} would be the last good; its record is still arriving.`;
}
