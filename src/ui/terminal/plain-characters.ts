/**
 * Characters that all terminals draw in one cell. Emoji are not among them: terminals disagree by the age of
 * their tables. Soft hyphen (invisible) and the two white squares that became emoji are left out.
 */
const narrowRanges = [
  ' -~\\u00A0-\\u00AC\\u00AE-\\u02FF',
  '\\u0370-\\u0373\\u0391-\\u03A1\\u03B1-\\u03C9\\u0410-\\u044F',
  '\\u2010-\\u2027\\u2030-\\u205E\\u2190-\\u22FF\\u2500-\\u25FC\\u25FF\\u2713\\u2717\\u2800-\\u28FF',
].join('');

/** Characters that all terminals draw in two cells. */
const wideRanges = [
  '\\u3001-\\u3029\\u3041-\\u3096\\u30A1-\\u30FF\\u3400-\\u4DBF\\u4E00-\\u9FFF',
  '\\uAC00-\\uD7A3\\uF900-\\uFAFF\\uFF01-\\uFF60\\uFFE0-\\uFFE6',
].join('');

const narrowText = new RegExp(`^[${narrowRanges}]*$`);
const plainText = new RegExp(`^[${narrowRanges}${wideRanges}]*$`);
const wideCharacters = new RegExp(`[${wideRanges}]`, 'g');

/**
 * True when each UTF-16 unit of the text is a grapheme of its own that all terminals draw in one cell. Pure.
 */
export function isPlainNarrow(text: string): boolean {
  return narrowText.test(text);
}

/**
 * The cells that a text takes in every terminal; undefined when it holds anything on whose width terminals
 * may disagree. Each UTF-16 unit of such a text is a grapheme of its own. Pure.
 */
export function plainWidth(text: string): number | undefined {
  if (narrowText.test(text)) return text.length;
  return plainText.test(text) ? text.length + (text.match(wideCharacters)?.length ?? 0) : undefined;
}
