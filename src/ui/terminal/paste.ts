import { makeSafeText } from '../../core/text/safe-text.ts';

/** What the terminal sends around a paste while bracketed paste is on. */
export const pasteStart = '\u001B[200~';
export const pasteEnd = '\u001B[201~';

/** Characters of one paste that are kept; the rest is dropped up to its end. */
export const pasteLengthLimit = 16_384;

/**
 * A paste as one line: line breaks at its end are dropped, other breaks and tabs become a space, and what
 * could hide or steer is written out. Pure.
 */
export function visiblePaste(text: string): string {
  const line = text.replace(/[\r\n\t]+$/, '').replace(/\r\n|[\r\n\t]/g, ' ');
  return makeSafeText(line, { limit: pasteLengthLimit });
}
