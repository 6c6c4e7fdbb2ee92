import type { Json } from '../../core/history/canonical-json.ts';
import { formatCanonicalJson } from '../../core/history/canonical-json.ts';
import type { JsonObject } from './read-json.ts';

/**
 * What stays of a version's record when the same registration is tried again, as one text to compare: without the fields of these names,
 * at the top and under `lastgood`. Pure.
 */
export function formatLasting(record: JsonObject, changing: ReadonlySet<string>): string {
  const keep = (value: Json | undefined): Json => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return value ?? null;
    return Object.fromEntries(Object.entries(value).filter(([name]) => !changing.has(name)));
  };
  return formatCanonicalJson(keep({ ...record, lastgood: keep(record['lastgood']) }));
}
