import type { Json } from '../../core/history/canonical-json.ts';
import type { JsonObject } from '../files/read-json.ts';

/** Whether a value is an object and no list. Pure. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const empty: JsonObject = Object.freeze({});

/** The value when it is an object, otherwise one without members. Pure. */
export function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : empty;
}
