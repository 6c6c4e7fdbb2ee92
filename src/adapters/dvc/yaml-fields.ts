import type { Json } from '../../core/history/canonical-json.ts';
import type { JsonObject } from '../files/read-json.ts';

/** A member of a mapping, its own only. Pure. */
export function memberOf(fields: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(fields, key) ? fields[key] : undefined;
}

/** A text that is there and not empty; a number counts as one, since YAML reads `007` as such. Pure. */
export function textOf(value: Json | undefined): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A finite number. Pure. */
export function numberOf(value: Json | undefined): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** A whole number that counts something. Pure. */
export function countOf(value: Json | undefined): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** A mapping; of anything else an empty one. Pure. */
export function mappingOf(value: Json | undefined): JsonObject {
  return isMapping(value) ? value : {};
}

/** Whether it is a mapping. Pure. */
export function isMapping(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A list; of anything else an empty one. Pure. */
export function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}
