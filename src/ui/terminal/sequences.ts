/** ESC, with which every sequence begins. */
export const escapeCharacter = '\u001B';

/**
 * Where the escape sequence that begins at `start` ends (exclusive); undefined while its end has not arrived.
 * ESC ESC ends after the first: that one was the escape key. A broken CSI ends before the character that
 * broke it.
 */
export function findSequenceEnd(text: string, start: number): number | undefined {
  const introducer = text[start + 1];
  if (introducer === undefined) return undefined;
  switch (introducer) {
    case escapeCharacter:
      return start + 1;
    case '[':
      return findCsiEnd(text, start + 2);
    case 'O':
      return start + 2 < text.length ? findSs3End(text, start + 2) : undefined;
    case ']':
    case 'P':
    case '_':
    case '^':
    case 'X':
      return findStringEnd(text, start + 2);
    default:
      return start + 1 + String.fromCodePoint(text.codePointAt(start + 1) ?? 0).length;
  }
}

/** True for an answer to the cursor-position query: `ESC [ row ; column R`. */
export function isCursorReport(sequence: string): boolean {
  return /^\u001B\[\d+;\d+R$/.test(sequence);
}

/** Drops the body of an unfinished OSC, DCS, APC, PM or SOS: nobody reads it, and it may never end. */
export function shortenStringSequence(unfinished: string): string {
  if (unfinished.length <= 4 || !/^\u001B[\]P_^X]/.test(unfinished)) return unfinished;
  return `${unfinished.slice(0, 3)}${unfinished.endsWith(escapeCharacter) ? escapeCharacter : ''}`;
}

/**
 * CSI: parameters, intermediates, one final byte. Also the Linux console's `ESC [ [ A` and X10 mouse reports.
 */
function findCsiEnd(text: string, bodyStart: number): number | undefined {
  if (text[bodyStart] === '[') return bodyStart + 2 <= text.length ? bodyStart + 2 : undefined;
  if (text[bodyStart] === 'M') return bodyStart + 4 <= text.length ? bodyStart + 4 : undefined;
  for (let at = bodyStart; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0x40 && code <= 0x7e) return at + 1;
    if (code < 0x20 || code > 0x7e || at - bodyStart >= 64) return at;
  }
  return undefined;
}

function findSs3End(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0x20 && code <= 0x7e ? at + 1 : at;
}

/** A string sequence ends with BEL or ST (ESC \); another ESC, CAN or SUB breaks it off. */
function findStringEnd(text: string, bodyStart: number): number | undefined {
  for (let at = bodyStart; at < text.length; at++) {
    const character = text[at];
    if (character === '\u0007' || character === '\u0018' || character === '\u001A') return at + 1;
    if (character === escapeCharacter) {
      if (at + 1 >= text.length) return undefined;
      return text[at + 1] === '\\' ? at + 2 : at;
    }
  }
  return undefined;
}
