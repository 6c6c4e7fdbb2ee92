import type { Json } from '../../core/history/canonical-json.ts';
import { type LosslessJson, type LosslessMember, type LosslessObject, openObject } from './lossless-json.ts';

/** A text as Python's `json.dump` writes it: everything but printable ASCII is escaped. Pure. */
export function formatPythonString(text: string): string {
  return JSON.stringify(text).replace(
    /[^\x20-\x7e]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A value as a lossless one, its texts as Python writes them. Pure. */
export function makeLossless(value: Json): LosslessJson {
  if (typeof value === 'string') return { is: 'scalar', source: formatPythonString(value) };
  if (value === null || typeof value !== 'object') return { is: 'scalar', source: JSON.stringify(value) };
  if (Array.isArray(value)) return { is: 'array', items: value.map(makeLossless) };
  const members = Object.entries(value).map(([key, member]) => makeMember(key, makeLossless(member)));
  return { is: 'object', members };
}

/** A member with a key as Python writes it. Pure. */
export function makeMember(key: string, value: LosslessJson): LosslessMember {
  return { key, source: formatPythonString(key), value };
}

/** The value of a key; of one that stands twice the last, which is the one that counts in Python and JavaScript. Pure. */
export function findMember(object: LosslessObject, key: string): LosslessJson | undefined {
  return object.members.findLast(member => member.key === key)?.value;
}

/** The value of a key where it is an object. Pure. */
export function findObject(object: LosslessObject, key: string): LosslessObject | undefined {
  const value = findMember(object, key);
  if (value?.is === 'closed') return openObject(value);
  return value?.is === 'object' ? value : undefined;
}

/** The object with a value under a key: in its place where it stands, else at the end. The same object when nothing changes. Pure. */
export function setMember(object: LosslessObject, key: string, value: LosslessJson): LosslessObject {
  const place = object.members.findLastIndex(member => member.key === key);
  const standing = object.members[place];
  if (standing === undefined) return { is: 'object', members: [...object.members, makeMember(key, value)] };
  if (standing.value === value || isSameScalar(standing.value, value)) return object;
  return { is: 'object', members: object.members.with(place, { ...standing, value }) };
}

/** The plain value of a number, text or word; undefined for objects and lists. NaN and infinite numbers are those. Pure. */
export function readScalar(json: LosslessJson | undefined): string | number | boolean | null | undefined {
  if (json?.is !== 'scalar') return undefined;
  if (/^-?(?:NaN|Infinity)$/.test(json.source)) return Number(json.source);
  return JSON.parse(json.source) as string | number | boolean | null;
}

/** Written otherwise, it may still say the same: `3.0` and `3`, a letter and its escape. */
function isSameScalar(one: LosslessJson, other: LosslessJson): boolean {
  return one.is === 'scalar' && other.is === 'scalar' && Object.is(readScalar(one), readScalar(other));
}

/** The text as Python's `json.dump(value, indent=2)` writes it, without a line end at its end. Pure. */
export function formatPythonJson(json: LosslessJson): string {
  const pieces: string[] = [];
  write(pieces, json, '\n');
  return pieces.join('');
}

/** @param lineStart line end and spaces before what stands on this level */
function write(pieces: string[], json: LosslessJson, lineStart: string): void {
  if (json.is === 'scalar') {
    pieces.push(json.source);
    return;
  }
  if (json.is === 'closed') {
    if (json.lineStart === lineStart) pieces.push(json.source);
    else write(pieces, openObject(json), lineStart);
    return;
  }
  const [open, close] = json.is === 'object' ? ['{', '}'] : ['[', ']'];
  const count = json.is === 'object' ? json.members.length : json.items.length;
  if (count === 0) {
    pieces.push(open, close);
    return;
  }
  const inner = `${lineStart}  `;
  let before = open;
  const lead = (): void => {
    pieces.push(before, inner);
    before = ',';
  };
  if (json.is === 'object') {
    for (const { source, value } of json.members) {
      lead();
      pieces.push(source, ': ');
      write(pieces, value, inner);
    }
  } else {
    for (const item of json.items) {
      lead();
      write(pieces, item, inner);
    }
  }
  pieces.push(lineStart, close);
}
