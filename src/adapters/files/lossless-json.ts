import { isUtf8 } from 'node:buffer';
import { findObjectEnd } from './find-object-end.ts';
import { findStringEnd } from './json-string-end.ts';
import type { Reading } from './read-json.ts';

/**
 * A JSON text taken apart so that it can be put together again with nothing lost: numbers and texts as they were written, members in their
 * order, a key that stands twice as two members.
 */
export type LosslessJson =
  /** A number, a word or a text: exactly as it was written. */
  | { readonly is: 'scalar'; readonly source: string }
  | { readonly is: 'array'; readonly items: readonly LosslessJson[] }
  | { readonly is: 'object'; readonly members: readonly LosslessMember[] }
  | ClosedObject;

/** An object that nobody looked into. */
export type ClosedObject = {
  readonly is: 'closed';
  /** As it stands in the text. */
  readonly source: string;
  /** How its lines begin where it is laid out as Python lays it out: to be written there it need not be opened. */
  readonly lineStart: string | undefined;
};

export type LosslessObject = Extract<LosslessJson, { readonly is: 'object' }>;

/** A member of an object: its key, how that was written, and its value. */
export type LosslessMember = {
  readonly key: string;
  readonly source: string;
  readonly value: LosslessJson;
};

/** Objects and lists inside each other. */
const maxDepth = 64;

/** Numbers as JSON has them, and the words of Python's `json.dump` for those that it has not. */
const scalarForm =
  /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|-?Infinity|NaN|true|false|null)(?![\w.+-])/y;

/** Controls must be escaped in a text; the escapes JSON has. */
const stringForm = /^"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"$/;

/** What may not stand in a text as it is, or is an escape: a text without it means what it says. */
const unusual = /[\\\u0000-\u001f]/;

/**
 * Which objects stay closed, by the keys that lead to them. What is inside of one is not checked: only for a text that is known to be
 * JSON.
 */
export type StaysClosed = (keys: readonly string[]) => boolean;

/** Takes a JSON text apart, also one with NaN or Infinity as Python writes them. Linear in the text. Pure. */
export function parseLosslessJson(bytes: Uint8Array, staysClosed?: StaysClosed): Reading<LosslessJson> {
  if (!isUtf8(bytes)) return { ok: false, fault: 'malformed', problem: 'malformed: not UTF-8' };
  const decoded = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  const text = decoded.startsWith('\ufeff') ? decoded.slice(1) : decoded;
  const cursor = new Cursor(text, staysClosed);
  try {
    const value = readValue(cursor, 0);
    if (!cursor.isAtEnd()) cursor.refuse();
    return { ok: true, value };
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    return { ok: false, fault: thrown.fault, problem: thrown.message };
  }
}

/** What a text was refused for. Never leaves this file. */
class Refusal extends Error {
  readonly fault: 'empty' | 'torn' | 'malformed' | 'too-deep';

  constructor(fault: Refusal['fault'], problem: string) {
    super(problem);
    this.fault = fault;
  }
}

/** A place in a text that only moves forward. */
class Cursor {
  /** Keys that lead to where it is. */
  readonly keys: string[] = [];
  readonly #text: string;
  readonly #staysClosed: StaysClosed | undefined;
  #at = 0;

  constructor(text: string, staysClosed: StaysClosed | undefined) {
    this.#text = text;
    this.#staysClosed = staysClosed;
  }

  /** The next character that is no space, left where it is; empty at the end. */
  peek(): string {
    let code = this.#text.charCodeAt(this.#at);
    while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) {
      this.#at += 1;
      code = this.#text.charCodeAt(this.#at);
    }
    return this.#text.charAt(this.#at);
  }

  isAtEnd(): boolean {
    return this.peek() === '';
  }

  /** Passes one of these characters, and answers which. */
  take(allowed: string): string {
    const character = this.peek();
    if (character === '' || !allowed.includes(character)) return this.refuse();
    this.#at += 1;
    return character;
  }

  takeString(): string {
    if (this.peek() !== '"') return this.refuse();
    const end = findStringEnd(this.#text, this.#at);
    const source = this.#text.slice(this.#at, end);
    const isPlain = source.length > 1 && source.endsWith('"') && !unusual.test(source);
    if (!isPlain && !stringForm.test(source)) {
      if (end === this.#text.length) this.#at = end;
      return this.refuse();
    }
    this.#at = end;
    return source;
  }

  takeScalar(): string {
    this.peek();
    scalarForm.lastIndex = this.#at;
    const source = scalarForm.exec(this.#text)?.[0];
    if (source === undefined) {
      // A word or number that the end of the text cuts off.
      if (/^[\w.+-]*$/.test(this.#text.slice(this.#at, this.#at + 40))) this.#at = this.#text.length;
      return this.refuse();
    }
    this.#at += source.length;
    return source;
  }

  /** Passes an object that stays closed; undefined for any other, which is left where it is. */
  takeClosed(): ClosedObject | undefined {
    if (this.#staysClosed?.(this.keys) !== true) return undefined;
    const lineStart = `\n${'  '.repeat(this.keys.length)}`;
    const { end, isLaidOut } = findObjectEnd(this.#text, this.#at, lineStart);
    const source = this.#text.slice(this.#at, end);
    this.#at = end;
    return { is: 'closed', source, lineStart: isLaidOut ? lineStart : undefined };
  }

  refuse(): never {
    if (this.#text.trim() === '') throw new Refusal('empty', 'empty');
    if (this.#at >= this.#text.length) throw new Refusal('torn', 'torn: it ends too early');
    throw new Refusal('malformed', `malformed: no JSON at position ${this.#at}`);
  }
}

/** The members of an object that was closed. Pure. */
export function openObject({ source }: ClosedObject): LosslessObject {
  return { is: 'object', members: readObject(new Cursor(source, undefined), 0) };
}

/** Calls itself at most `maxDepth` times in a row. */
function readValue(cursor: Cursor, depth: number): LosslessJson {
  if (depth > maxDepth) throw new Refusal('too-deep', `nested deeper than ${maxDepth}`);
  switch (cursor.peek()) {
    case '{':
      return cursor.takeClosed() ?? { is: 'object', members: readObject(cursor, depth) };
    case '[':
      return { is: 'array', items: readArray(cursor, depth) };
    case '"':
      return { is: 'scalar', source: cursor.takeString() };
    default:
      return { is: 'scalar', source: cursor.takeScalar() };
  }
}

function readObject(cursor: Cursor, depth: number): readonly LosslessMember[] {
  cursor.take('{');
  const members: LosslessMember[] = [];
  if (cursor.peek() === '}') {
    cursor.take('}');
    return members;
  }
  for (let next = ','; next === ','; next = cursor.take(',}')) {
    const source = cursor.takeString();
    cursor.take(':');
    const key = JSON.parse(source) as string;
    cursor.keys.push(key);
    members.push({ key, source, value: readValue(cursor, depth + 1) });
    cursor.keys.pop();
  }
  return members;
}

function readArray(cursor: Cursor, depth: number): readonly LosslessJson[] {
  cursor.take('[');
  const items: LosslessJson[] = [];
  if (cursor.peek() === ']') {
    cursor.take(']');
    return items;
  }
  for (let next = ','; next === ','; next = cursor.take(',]')) items.push(readValue(cursor, depth + 1));
  return items;
}
