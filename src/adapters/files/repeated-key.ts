import { makeSafeText } from '../../core/text/safe-text.ts';
import { findStringEnd } from './json-string-end.ts';
import type { Position } from './located-yaml.ts';
import type { Reading } from './read-json.ts';
import { findPosition } from './text-position.ts';

/** A key that an object has twice, and where it stands for the second time. */
export type RepeatedKey = { readonly key: string; readonly position: Position };

/**
 * At least as many as JSON has keys: the colons that stand behind a quote, wherever they are. As many of them as the parsed value has
 * keys means that none was dropped, and finding them costs a tenth of parsing. Pure.
 */
export function countKeyMarks(text: string): number {
  let count = 0;
  for (let colon = text.indexOf(':'); colon >= 0; colon = text.indexOf(':', colon + 1)) {
    let before = colon - 1;
    while (isSpace(text.charCodeAt(before))) before -= 1;
    if (text.charCodeAt(before) === quote) count += 1;
  }
  return count;
}

/**
 * The first key that stands twice in one object, of which JSON.parse would keep the last; undefined when none does. Linear. Pure.
 * @param text JSON, or such with the words Python writes for numbers
 */
export function findRepeatedKey(text: string): RepeatedKey | undefined {
  const open: (Set<string> | undefined)[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === brace) open.push(new Set());
    else if (code === bracket) open.push(undefined);
    else if (code === closingBrace || code === closingBracket) open.pop();
    else if (code === quote) {
      const end = findStringEnd(text, at);
      const keys = isBeforeColon(text, end) ? open.at(-1) : undefined;
      if (keys !== undefined) {
        const key = JSON.parse(text.slice(at, end)) as string;
        if (keys.has(key)) return { key, position: findPosition(text, at) };
        keys.add(key);
      }
      at = end - 1;
    }
  }
  return undefined;
}

/** A text with a key that stands twice, as a reading: nobody can tell which of the two was meant. Pure. */
export function refuseRepeatedKey({ key, position }: RepeatedKey): Reading<never> {
  const place = `line ${position.line}, column ${position.column}`;
  const problem = `ambiguous: the key "${makeSafeText(key, { limit: 80 })}" stands twice, again at ${place}`;
  return { ok: false, fault: 'ambiguous', problem };
}

const quote = 0x22;
const bracket = 0x5b;
const closingBracket = 0x5d;
const brace = 0x7b;
const closingBrace = 0x7d;

function isBeforeColon(text: string, from: number): boolean {
  let at = from;
  while (isSpace(text.charCodeAt(at))) at += 1;
  return text[at] === ':';
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}
