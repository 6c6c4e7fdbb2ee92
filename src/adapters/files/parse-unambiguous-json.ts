import type { Json } from '../../core/history/canonical-json.ts';
import { parseBoundedJson, type Reading } from './read-json.ts';
import { findRepeatedKey, refuseRepeatedKey } from './repeated-key.ts';

/** JSON from bytes in which no object has a key twice. For what only lastgood writes: a key that stands twice is not its work. Pure. */
export function parseUnambiguousJson(bytes: Uint8Array): Reading<Json> {
  const reading = parseBoundedJson(bytes);
  if (!reading.ok) return reading;
  const repeated = findRepeatedKey(new TextDecoder().decode(bytes));
  return repeated === undefined ? reading : refuseRepeatedKey(repeated);
}
