import { findStringEnd } from './json-string-end.ts';

/** Where an object ends, and whether Python would write it as it stands. */
export type ObjectEnd = {
  /** Place behind its closing brace; the end of the text when it has none. */
  readonly end: number;
  readonly isLaidOut: boolean;
};

/**
 * Passes over an object of a JSON text without taking it apart. Linear. Pure.
 * @param open place of its brace
 * @param lineStart line end and spaces before its closing brace, as `json.dump(indent=2)` would put them
 */
export function findObjectEnd(text: string, open: number, lineStart: string): ObjectEnd {
  const lineStarts = [lineStart];
  let depth = 0;
  let isLaidOut = true;
  let at = open;
  /** Passes what must stand there; where it does not, nothing is passed. */
  const expect = (wanted: string): void => {
    if (text.startsWith(wanted, at)) at += wanted.length;
    else isLaidOut = false;
  };
  const lineStartAt = (level: number): string => {
    lineStarts[level] ??= `${lineStart}${'  '.repeat(level)}`;
    return lineStarts[level] ?? '';
  };
  do {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = findStringEnd(text, at);
      continue;
    }
    at += 1;
    if (code === comma) expect(lineStartAt(depth));
    else if (code === colon) expect(' ');
    else if (code === brace || code === bracket) {
      if (isClosing(text.charCodeAt(at))) at += 1;
      else {
        depth += 1;
        expect(lineStartAt(depth));
      }
    } else if (isClosing(code)) {
      depth -= 1;
      // Where the line before it was passed, it stood in the wrong place.
      isLaidOut &&= text.startsWith(lineStartAt(depth), at - 1 - lineStartAt(depth).length);
    } else if (isSpace(code)) {
      const closing = lineStartAt(depth - 1);
      const isBeforeClosing =
        text.startsWith(closing, at - 1) && isClosing(text.charCodeAt(at - 1 + closing.length));
      if (isBeforeClosing) at += closing.length - 1;
      else isLaidOut = false;
    }
  } while (depth > 0 && at < text.length);
  return { end: at, isLaidOut: isLaidOut && depth === 0 };
}

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const brace = 0x7b;
const bracket = 0x5b;

function isClosing(code: number): boolean {
  return code === 0x7d || code === 0x5d;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}
