import { makeSafeText } from '../../core/text/safe-text.ts';
import type { MlflowTags } from './entities.ts';
import { ownTagPrefix, theirTagPrefix } from './tag-names.ts';

/** The tags people gave, as `key=value` or, without a value, as `key`; safe to show, sorted. Pure. */
export function printTags(tags: MlflowTags): readonly string[] {
  return Object.entries(tags)
    .filter(([key]) => !key.startsWith(ownTagPrefix) && !key.startsWith(theirTagPrefix))
    .map(([key, value]) => makeSafeText(value === '' ? key : `${key}=${value}`, { limit: 300 }))
    .sort();
}

/** Tags as people write them, `key=value` or `key`, as the server takes them. Pure. */
export function readTags(texts: readonly string[]): MlflowTags {
  return Object.fromEntries(
    texts.map(text => {
      const [key = '', ...rest] = text.split('=');
      return [key, rest.join('=')];
    }),
  );
}
