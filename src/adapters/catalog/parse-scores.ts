import type { Json } from '../../core/history/canonical-json.ts';
import type { Metrics } from '../../core/registry/version.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { createBareObject } from '../files/bare-object.ts';
import type { JsonObject } from '../files/read-json.ts';
import { isObject } from './json-kind.ts';
import { plainGroups } from './place-scores.ts';

/** Longest name of a metric. */
const nameLength = { limit: 80 };

/** Most metrics a version may have; what is beyond is left out and said. */
const maxMetrics = 5000;

/**
 * The metrics of an `evaluation_scores`, flat: what stands in `rouge_scores` and `custom_metrics` by its own name, in any other group by
 * the path. S2 puts `custom_metrics` one level deeper with every update, so of a name that stands on several levels the outermost
 * counts: it is the newest. null is absent; what is no finite number is said. Pure.
 */
export function parseScores(value: Json | undefined, oddities: string[]): Metrics {
  const metrics = createBareObject<number>();
  if (value === undefined || value === null) return metrics;
  if (!isObject(value)) {
    oddities.push('evaluation_scores is no object');
    return metrics;
  }
  let level: readonly Group[] = [{ prefix: '', members: value }];
  let count = 0;
  while (level.length > 0) {
    const next: Group[] = [];
    for (const { prefix, members } of level) {
      for (const key in members) {
        const member = members[key];
        if (member === null || member === undefined) continue;
        if (typeof member === 'object' && !Array.isArray(member)) {
          next.push({
            prefix: plainGroups.has(key) ? prefix : `${prefix}${safe(key)}.`,
            members: member as JsonObject,
          });
          continue;
        }
        const name = prefix + safe(key);
        if (typeof member !== 'number' || !Number.isFinite(member))
          oddities.push(`metric ${name} is no number`);
        else if (count >= maxMetrics) {
          oddities.push(`there are more than ${maxMetrics} metrics; the rest is left out`);
          return metrics;
        } else if (metrics[name] === undefined) {
          metrics[name] = member;
          count += 1;
        }
      }
    }
    level = next;
  }
  return metrics;
}

type Group = { readonly prefix: string; readonly members: JsonObject };

function safe(key: string): string {
  return makeSafeText(key, nameLength);
}
