import { refusals } from './answer.ts';
import { isRecord } from './request.ts';

/** What is wanted of a document, by field. An empty map: everything below. */
type Wanted = Map<string, Wanted>;

/**
 * Keeps of a document what `fields` names: `a`, `a/b`, `a(b,c/d)`, `*`, with commas between. Paths that share
 * a beginning are merged deeply: `items/metadata/a,items/metadata/b` keeps both. Without fields the document
 * is answered whole.
 * @throws Refusal 400 for fields that do not end
 */
export function selectFields(document: unknown, fields: string | null): unknown {
  if (fields === null || fields === '' || fields === '*') return document;
  const wanted = known.get(fields) ?? parseFields(fields);
  known.set(fields, wanted);
  return select(document, wanted);
}

/** Programs ask for the same few selections again and again. */
const known = new Map<string, Wanted>();

function parseFields(fields: string): Wanted {
  const wanted: Wanted = new Map();
  const end = readList(fields, 0, wanted);
  if (end !== fields.length) throw refusals.invalid(`Invalid field selection ${fields}`);
  return wanted;
}

function readList(text: string, start: number, wanted: Wanted): number {
  let at = readPath(text, start, wanted);
  while (text[at] === ',') at = readPath(text, at + 1, wanted);
  return at;
}

function readPath(text: string, start: number, wanted: Wanted): number {
  const name = /^[^,/()]+/.exec(text.slice(start))?.[0] ?? '';
  if (name === '') throw refusals.invalid(`Invalid field selection ${text}`);
  const isNew = !wanted.has(name);
  const below: Wanted = wanted.get(name) ?? new Map();
  wanted.set(name, below);
  const at = start + name.length;
  if (text[at] === '/') return readBelow(isNew, below, () => readPath(text, at + 1, below));
  if (text[at] !== '(') {
    below.clear();
    return at;
  }
  const end = readBelow(isNew, below, () => readList(text, at + 1, below));
  if (text[end] !== ')') throw refusals.invalid(`Invalid field selection ${text}`);
  return end + 1;
}

/** A field that was wanted whole stays wanted whole. */
function readBelow(isNew: boolean, below: Wanted, read: () => number): number {
  const wasWhole = !isNew && below.size === 0;
  const end = read();
  if (wasWhole) below.clear();
  return end;
}

function select(value: unknown, wanted: Wanted): unknown {
  if (wanted.size === 0) return value;
  if (Array.isArray(value)) return value.map(item => select(item, wanted));
  if (!isRecord(value)) return value;
  const kept: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) {
    const below = wanted.get(name) ?? wanted.get('*');
    if (below !== undefined) kept[name] = select(item, below);
  }
  return kept;
}
