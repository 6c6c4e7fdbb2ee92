import { describeUnsafe } from '../text/safe-text.ts';

/** A word of a command line as a shell takes it; safe to show. Pure. */
export function quoteWord(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return describeUnsafe(word) === undefined ? `'${word.replaceAll("'", `'\\''`)}'` : escapeWord(word);
}

/** As bash and zsh read it: `$'two\nlines'`. */
function escapeWord(word: string): string {
  return `$'${Array.from(word, escapeCharacter).join('')}'`;
}

function escapeCharacter(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\t') return '\\t';
  if (character === "'" || character === '\\') return `\\${character}`;
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x20 && code < 0x7f) return character;
  return code < 0x80
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\U${code.toString(16).padStart(8, '0')}`;
}
