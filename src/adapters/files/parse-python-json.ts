import { isUtf8 } from 'node:buffer';
import type { EvidenceValue } from '../../core/evidence/evidence-file.ts';
import { describeJsonFailure } from './json-failure.ts';
import { findStringEnd } from './json-string-end.ts';
import { defaultMaxDepth, type Reading } from './read-json.ts';
import { countKeyMarks, findRepeatedKey, type RepeatedKey, refuseRepeatedKey } from './repeated-key.ts';

/** Bounds of such a text, and what to do with a key that stands twice. */
export type PythonJsonOptions = {
  /** Objects and lists inside each other; 64 unless told. */
  readonly maxDepth?: number;
  /** Told of the first key that stands twice, of which the last counts then, as in Python; without it such a text is refused. */
  readonly onRepeatedKey?: (repeated: RepeatedKey) => void;
};

/**
 * JSON as Python's `json.dump` writes it: `NaN`, `Infinity` and `-Infinity` outside of strings are the numbers of these names. What is
 * plain JSON is parsed once, by the engine; only a text it refuses is looked at for those words. A byte order mark is tolerated; an
 * object that has a key twice is refused unless the caller wants to hear of it, since the engine would keep the last and say nothing. Meant for large files: depth and
 * keys are counted in the value, since reading the text once more costs as much as parsing it. Pure.
 * @see https://docs.python.org/3/library/json.html#infinite-and-nan-number-values
 */
export function parsePythonJson(bytes: Uint8Array, options: PythonJsonOptions = {}): Reading<EvidenceValue> {
  if (bytes.length === 0) return { ok: false, fault: 'empty', problem: 'empty' };
  if (!isUtf8(bytes)) return { ok: false, fault: 'malformed', problem: 'malformed: not UTF-8' };
  const decoded = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  const text = decoded.startsWith('\ufeff') ? decoded.slice(1) : decoded;
  try {
    return check(text, JSON.parse(text) as EvidenceValue, options);
  } catch (thrown) {
    return parseWithWords(text, options) ?? describeJsonFailure(text, thrown);
  }
}

/** Up to here a text is looked through for keys, which needs nothing of what the engine made of it; beyond, its keys are counted first. */
const smallCharacters = 64 * 1024;

/** A value that was parsed, unless it is too deep or had a key twice. */
function check(
  text: string,
  value: EvidenceValue,
  { maxDepth = defaultMaxDepth, onRepeatedKey }: PythonJsonOptions,
): Reading<EvidenceValue> {
  const tally = { keys: 0 };
  if (isDeeperThan(value, maxDepth, tally))
    return { ok: false, fault: 'too-deep', problem: `nested deeper than ${maxDepth}` };
  const isLooked = text.length <= smallCharacters || countKeyMarks(text) > tally.keys;
  const repeated = isLooked ? findRepeatedKey(text) : undefined;
  if (repeated === undefined) return { ok: true, value };
  if (onRepeatedKey === undefined) return refuseRepeatedKey(repeated);
  onRepeatedKey(repeated);
  return { ok: true, value };
}

/** Counts keys on the way. Calls itself at most `levels` times in a row. Plain loops: there may be hundreds of thousands of objects. */
function isDeeperThan(value: EvidenceValue, levels: number, tally: { keys: number }): boolean {
  if (value === null || typeof value !== 'object') return false;
  if (levels === 0) return true;
  if (Array.isArray(value)) {
    for (const item of value)
      if (typeof item === 'object' && isDeeperThan(item, levels - 1, tally)) return true;
    return false;
  }
  const members = value as Readonly<Record<string, EvidenceValue>>;
  for (const key in members) {
    tally.keys += 1;
    const member = members[key];
    if (typeof member === 'object' && isDeeperThan(member, levels - 1, tally)) return true;
  }
  return false;
}

/** Undefined when the text holds none of the words, so that its first failure stands. */
function parseWithWords(text: string, options: PythonJsonOptions): Reading<EvidenceValue> | undefined {
  const mark = findFreeCharacter(text);
  if (mark === undefined) return undefined;
  const replaced = replaceOutsideStrings(text, word => (word === 'NaN' ? `"${mark}"` : infinities[word]));
  if (replaced === undefined) return undefined;
  try {
    const checked = check(text, JSON.parse(replaced) as EvidenceValue, options);
    return checked.ok ? { ok: true, value: putNaN(checked.value, mark) } : checked;
  } catch (thrown) {
    return describeJsonFailure(text, thrown);
  }
}

/** As long as the words they stand for, so that the place named in a failure is the place in the file. */
const infinities: Readonly<Record<string, string>> = { Infinity: '1e999   ', '-Infinity': '-1e999   ' };

/** A private-use character that the text holds neither as itself nor written as `\uXXXX`; undefined for a text made to hold many. */
function findFreeCharacter(text: string): string | undefined {
  for (let code = 0xe000; code < 0xe040; code += 1) {
    const character = String.fromCharCode(code);
    if (!text.includes(character) && !new RegExp(`\\\\u${code.toString(16)}`, 'i').test(text))
      return character;
  }
  return undefined;
}

/** The text with every number word outside of strings replaced; undefined when there is none. Linear in the text. */
function replaceOutsideStrings(
  text: string,
  replace: (word: string) => string | undefined,
): string | undefined {
  const pieces: string[] = [];
  let copied = 0;
  let word = findWord(text, 0);
  for (let start = 0; word !== undefined; ) {
    const quote = text.indexOf('"', start);
    for (; word !== undefined && (quote < 0 || word.at < quote); word = findWord(text, copied)) {
      pieces.push(text.slice(copied, word.at), replace(word.text) ?? word.text);
      copied = word.at + word.text.length;
    }
    if (word === undefined) break;
    start = findStringEnd(text, quote);
    if (word.at < start) word = findWord(text, start);
  }
  return pieces.length === 0 ? undefined : [...pieces, text.slice(copied)].join('');
}

/** The next number word from a place on that is not part of a longer one, be it inside of a string or not. */
function findWord(text: string, from: number): { readonly at: number; readonly text: string } | undefined {
  const pattern = /-?Infinity|NaN/g;
  pattern.lastIndex = from;
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
    const around = `${text[found.index - 1] ?? ''}${text[pattern.lastIndex] ?? ''}`;
    if (!/[\w.+-]/.test(around)) return { at: found.index, text: found[0] };
  }
  return undefined;
}

/** Puts NaN where the mark stands. The value was just parsed and is nobody else's, so it is changed in place. */
function putNaN(value: EvidenceValue, mark: string): EvidenceValue {
  if (value === mark) return Number.NaN;
  if (value === null || typeof value !== 'object') return value;
  const members = value as Record<string, EvidenceValue>;
  for (const key of Object.keys(members)) {
    const member = members[key];
    if (member !== undefined) members[key] = putNaN(member, mark);
  }
  return value;
}
