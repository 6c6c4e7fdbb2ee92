import type { Json } from '../../core/history/canonical-json.ts';
import { makeSafeText } from '../../core/text/safe-text.ts';
import { parsePythonTime } from '../files/python-time.ts';
import type { JsonObject } from '../files/read-json.ts';

/** Most items a list may have; what is beyond is left out and said. */
const maxItems = 1000;

/** Longest item of a list. */
const itemLength = { limit: 200 };

/** A text of a row, made safe; undefined for null, an empty one and what is none, which is said. */
export function readText(fields: JsonObject, key: string, oddities: string[]): string | undefined {
  const value = fields[key];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string') return makeSafeText(value);
  oddities.push(`${key} is no text`);
  return undefined;
}

/** A finite number of a row; undefined for null and what is none, which is said. */
export function readNumber(fields: JsonObject, key: string, oddities: string[]): number | undefined {
  const value = fields[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  oddities.push(`${key} is no number`);
  return undefined;
}

/** A time of a row as ISO 8601 UTC; undefined for null and what is none, which is said. */
export function readTime(fields: JsonObject, key: string, oddities: string[]): string | undefined {
  const value = fields[key];
  if (value === undefined || value === null) return undefined;
  const time = typeof value === 'string' ? parsePythonTime(value) : undefined;
  if (time === undefined) oddities.push(`${key} is no time`);
  return time;
}

/** The texts of a list, made safe; none for null and what is no list, and what is no text in it is left out: both are said. */
export function readTexts(value: Json | undefined, key: string, oddities: string[]): readonly string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) {
    oddities.push(`${key} is no list`);
    return [];
  }
  if (value.length > maxItems) oddities.push(`${key} has more than ${maxItems} items; the rest is left out`);
  const texts: string[] = [];
  let strange = 0;
  for (const item of value.length > maxItems ? value.slice(0, maxItems) : value) {
    if (typeof item === 'string') texts.push(makeSafeText(item, itemLength));
    else strange += 1;
  }
  if (strange > 0) oddities.push(`${key} has items that are no texts`);
  return texts;
}

/** What a value of a field nobody knows says in one line; undefined for null, an empty text and what has parts. Pure. */
export function describeValue(value: Json | undefined): string | undefined {
  switch (typeof value) {
    case 'string':
      return value === '' ? undefined : makeSafeText(value, { limit: 300 });
    case 'number':
    case 'boolean':
      return String(value);
    default:
      return undefined;
  }
}
