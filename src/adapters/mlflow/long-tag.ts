import type { MlflowTags } from './entities.ts';
import { tagValueLimit } from './tag-names.ts';

/** Most tags that one text is split over. */
const maxParts = 40;

/** A text as the value of a tag, and of further ones (`KEY.2`, `KEY.3` …) where it is too long for one; undefined: too long for all. Pure. */
export function splitOverTags(key: string, text: string): MlflowTags | undefined {
  const tags: Record<string, string> = {};
  for (let part = 0; part * tagValueLimit < text.length || part === 0; part += 1) {
    if (part === maxParts) return undefined;
    tags[part === 0 ? key : `${key}.${part + 1}`] = text.slice(
      part * tagValueLimit,
      (part + 1) * tagValueLimit,
    );
  }
  return tags;
}

/** The text that was split over tags; undefined where there is none. Pure. */
export function joinTags(key: string, tags: MlflowTags): string | undefined {
  const first = tags[key];
  if (first === undefined) return undefined;
  const parts = [first];
  for (let part = 2; part <= maxParts; part += 1) {
    const next = tags[`${key}.${part}`];
    if (next === undefined) break;
    parts.push(next);
  }
  return parts.join('');
}
