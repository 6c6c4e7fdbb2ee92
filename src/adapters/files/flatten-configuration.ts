import type { Json } from '../../core/history/canonical-json.ts';
import type { Configuration } from '../../core/registry/version.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { createBareObject } from './bare-object.ts';
import type { JsonObject } from './read-json.ts';

/** Most values a configuration may have; what is beyond is left out and said. */
const maxValues = 5000;

/** A configuration by dotted path, each value as JSON text. Pure. */
export function flattenConfiguration(value: Json, oddities: string[]): Configuration {
  const flat = createBareObject<string>();
  if (value === null) return flat;
  const open: (readonly [path: string, value: Json])[] = [['', value]];
  let count = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [path, current] = next;
    if (
      current !== null &&
      typeof current === 'object' &&
      !Array.isArray(current) &&
      Object.keys(current).length > 0
    ) {
      const members = Object.entries(current as JsonObject).map(
        ([key, member]) => [join(path, key), member] as const,
      );
      open.push(...members.reverse());
    } else if (path !== '') {
      count += 1;
      if (count > maxValues) {
        oddities.push(`configuration has more than ${maxValues} values; the rest is left out`);
        return flat;
      }
      flat[path] = makeSafeText(JSON.stringify(current), { limit: 500 });
    }
  }
  return flat;
}

function join(path: string, key: string): string {
  const safe = makeSafeText(key, { limit: 120 });
  return path === '' ? safe : `${path}.${safe}`;
}
