import { plainWidth } from './plain-characters.ts';

/** Made when it is first needed: that takes as long as drawing several frames. */
let segmenter: Intl.Segmenter | undefined;

/** What a person counts as characters, in order. Pure. */
export function splitGraphemes(text: string): readonly string[] {
  if (text.length === 1 || plainWidth(text) !== undefined) return text.split('');
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}
