import { displayWidth, splitGraphemes } from './display-width.ts';

/** Which end of a text is kept when it does not fit. */
export type Keep = 'start' | 'end';

/**
 * The text in at most `width` cells; what is cut off is replaced by the ellipsis.
 * Never splits a grapheme, so the result may be one cell short of the width.
 */
export function cutText(text: string, width: number, ellipsis: string, keep: Keep = 'start'): string {
  if (displayWidth(text) <= width) return text;
  const room = width - displayWidth(ellipsis);
  if (room <= 0) return takeCells(splitGraphemes(text), Math.max(0, width)).join('');
  const graphemes = splitGraphemes(text);
  if (keep === 'start') return takeCells(graphemes, room).join('') + ellipsis;
  return ellipsis + takeCells(graphemes.toReversed(), room).reverse().join('');
}

/** The text followed (or, aligned right, preceded) by spaces up to `width` cells. Longer texts come back as they are. */
export function padText(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const spaces = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return align === 'left' ? text + spaces : spaces + text;
}

/** The text in exactly `width` cells: cut where too long, padded where too short. */
export function fitText(
  text: string,
  width: number,
  ellipsis: string,
  align: 'left' | 'right' = 'left',
): string {
  return padText(cutText(text, width, ellipsis), width, align);
}

function takeCells(graphemes: readonly string[], room: number): string[] {
  const taken: string[] = [];
  let used = 0;
  for (const grapheme of graphemes) {
    used += displayWidth(grapheme);
    if (used > room) break;
    taken.push(grapheme);
  }
  return taken;
}
