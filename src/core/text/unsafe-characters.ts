/** Why a character may not reach a screen, a log or a file name as it is. */
type UnsafeKind =
  | 'line break or tab'
  | 'control character'
  | 'direction control'
  | 'invisible character'
  | 'stray character';

const directionControls = /^[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]$/u;
const invisible = /^[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Zl}\p{Zp}]$/u;
/** Lone surrogates, private use and unassigned code points: nobody knows how wide a terminal draws them. */
const stray = /^[\p{Cs}\p{Co}\p{Cn}]$/u;

/** The kind of an unsafe character (one code point), or undefined for one that may be shown as it is. Pure. */
export function findUnsafeKind(character: string): UnsafeKind | undefined {
  const code = character.codePointAt(0) ?? 0;
  if (code === 0x0a || code === 0x09) return 'line break or tab';
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return 'control character';
  if (code < 0x7f) return undefined;
  if (directionControls.test(character)) return 'direction control';
  if (invisible.test(character)) return 'invisible character';
  if (stray.test(character)) return 'stray character';
  return undefined;
}

/** How an unsafe character is shown: `^[`, `M-^[`, `↵`, `⇥`, `<U+202E>`. Pure. */
export function formatUnsafeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code === 0x0a) return '↵';
  if (code === 0x09) return '⇥';
  if (code < 0x20 || code === 0x7f) return `^${String.fromCharCode(code ^ 0x40)}`;
  if (code >= 0x80 && code < 0xa0) return `M-^${String.fromCharCode(code - 0x40)}`;
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}
