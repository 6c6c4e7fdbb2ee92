import stringWidth from 'string-width';

/** Made when it is first needed: it costs more than a whole verb on plain text. */
let segmenter: Intl.Segmenter | undefined;
const printableAscii = /^[\u0020-\u007E]*$/;

/** Terminal cells the text takes: wide characters two, combining ones none. */
export function displayWidth(text: string): number {
  return printableAscii.test(text) ? text.length : stringWidth(text);
}

/** The text as what a person counts as characters, in order. */
export function splitGraphemes(text: string): readonly string[] {
  if (printableAscii.test(text)) return Array.from(text);
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return Array.from(segmenter.segment(text), each => each.segment);
}
