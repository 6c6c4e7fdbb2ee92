/** What could begin markup anywhere in a line. */
const special = /[&<>|`*[\]\\~#@$!{}()^"']/g;

/**
 * Text from outside for a line of Markdown: reads as it is, in a paragraph and in a cell of a table, and is never markup, a link, or a
 * line of its own. Written with character references, which no reader of Markdown takes for structure. Pure.
 * @see https://spec.commonmark.org/0.31.2/#entity-and-numeric-character-references
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(special, refer)
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, refer)
    .replace(/:(?=\/\/)/g, refer)
    .replace(/(?<=\bwww)\./gi, refer)
    .replace(/^[-+=]/, refer)
    .replace(/^(\d+)\.(?=\s|$)/, (_, digits: string) => `${digits}${refer('.')}`);
}

/** A block of code: fenced longer than any fence in it. Pure. */
export function formatCode(language: string, lines: readonly string[]): string {
  const longest = Math.max(2, ...[...lines.join('\n').matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, ...lines, fence].join('\n');
}

/** A table; cells are Markdown already. Pure. */
export function formatMarkdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function refer(character: string): string {
  return `&#${character.codePointAt(0)};`;
}
