import { findUnsafeKind, formatUnsafeCharacter } from './unsafe-characters.ts';

/** Longest safe text when the caller names no limit, in characters. */
export const defaultSafeTextLimit = 1000;

/** Combining marks one base character keeps; further ones are shown as numbers. */
const marksPerBase = 4;

/** Printable ASCII, and what our own trees and rules are drawn with: thousands of lines of them are printed. */
const plainText = /^[\x20-\x7e\u2500-\u257f]*$/;
const combiningMark = /^\p{M}$/u;

/**
 * Text from outside as one line that can be shown anywhere: what could steer a terminal, hide or reorder text is
 * written out visibly (`^[`, `M-^[`, `↵`, `<U+202E>`). Pure and idempotent.
 * @param options.limit longest result in characters (code points), an ellipsis included; at least 1.
 * @see CWE-150
 */
export function makeSafeText(text: string, options: { readonly limit?: number } = {}): string {
  const limit = Math.max(1, options.limit ?? defaultSafeTextLimit);
  if (text.length <= limit && plainText.test(text)) return text;
  const shown: string[] = [];
  let length = 0;
  for (const piece of eachSafePiece(text)) {
    shown.push(piece);
    length += countCharacters(piece);
    if (length > limit) return shorten(shown, length, limit);
  }
  return shown.join('');
}

/** What is unsafe in a text, in words that follow "holds" and without repeats; undefined when it is safe. Pure. */
export function describeUnsafe(text: string): string | undefined {
  const kinds = new Set<string>();
  let marks = marksPerBase;
  for (const character of text) {
    const isMark = combiningMark.test(character);
    marks = isMark ? marks + 1 : 0;
    const kind = findUnsafeKind(character);
    if (kind !== undefined) kinds.add(kind === 'invisible character' ? `an ${kind}` : `a ${kind}`);
    else if (isMark && marks > marksPerBase) kinds.add('too many combining marks');
  }
  return kinds.size === 0 ? undefined : [...kinds].join(', ');
}

/** True when two texts are the same to the person who typed one of them: compared after NFC, exact otherwise. Pure. */
export function isSameTypedText(typed: string, expected: string): boolean {
  return typed.normalize('NFC') === expected.normalize('NFC');
}

/** A mark at the very start has no base of its own and would sit on whatever is drawn before it: it counts as one too many. */
function* eachSafePiece(text: string): Generator<string> {
  let marks = marksPerBase;
  let afterReturn = false;
  for (const character of text) {
    if (afterReturn && character !== '\n') yield '^M';
    afterReturn = character === '\r';
    if (afterReturn) {
      marks = 0;
      continue;
    }
    const isMark = combiningMark.test(character);
    marks = isMark ? marks + 1 : 0;
    const isUnsafe = findUnsafeKind(character) !== undefined || (isMark && marks > marksPerBase);
    yield isUnsafe ? formatUnsafeCharacter(character) : character;
  }
  if (afterReturn) yield '^M';
}

/** Drops pieces from the end until an ellipsis fits; a written-out character is never cut in two. */
function shorten(pieces: string[], length: number, limit: number): string {
  let left = length;
  while (left > limit - 1) left -= countCharacters(pieces.pop() ?? '');
  return `${pieces.join('')}…`;
}

function countCharacters(text: string): number {
  return text.length === 1 ? 1 : [...text].length;
}
