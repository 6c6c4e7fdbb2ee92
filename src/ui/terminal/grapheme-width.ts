import stringWidth from 'string-width';
import { plainWidth } from './plain-characters.ts';

/** How many cells a grapheme takes, and whether every terminal agrees. */
export type GraphemeWidth = { readonly cells: number; readonly agreed: boolean };

const remembered = new Map<string, GraphemeWidth>();
const rememberedLimit = 4096;

/** The width that Ink lays out by; 0 for what draws nothing on its own. */
export function measureGrapheme(grapheme: string): GraphemeWidth {
  const known = remembered.get(grapheme);
  if (known !== undefined) return known;
  if (remembered.size >= rememberedLimit) remembered.clear();
  const plain = plainWidth(grapheme);
  const measured = { cells: plain ?? stringWidth(grapheme), agreed: plain !== undefined };
  remembered.set(grapheme, measured);
  return measured;
}
