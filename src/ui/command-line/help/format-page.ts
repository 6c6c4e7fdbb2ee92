import { displayWidth } from '../../format/display-width.ts';
import { wrapText } from '../../format/wrap-text.ts';

/** Widest that running text gets, in cells: longer lines are hard to read. */
const widest = 100;

/**
 * A page of docs as lines for a terminal: headings, paragraphs, lists, code, and tables as columns where they fit, else one row after the
 * other. Knows what the pages of this project use of Markdown. Pure.
 */
export function formatPage(markdown: string, columns: number): readonly string[] {
  const width = Math.min(columns, widest);
  const lines: string[] = [];
  for (const block of splitBlocks(markdown.replace(/<!--.*?-->/gs, ''))) {
    if (lines.length > 0) lines.push('');
    lines.push(...formatBlock(block, width));
  }
  return lines;
}

/** Blocks of lines: what stands between empty lines, but code as one, and a heading alone. */
function splitBlocks(markdown: string): readonly (readonly string[])[] {
  const blocks: string[][] = [];
  let block: string[] = [];
  let isCode = false;
  const end = (): void => {
    if (block.length > 0) blocks.push(block);
    block = [];
  };
  for (const line of markdown.split('\n')) {
    const isFence = line.startsWith('```');
    if (isFence && !isCode) end();
    if (!isCode && !isFence && line.trim() === '') end();
    else block.push(line);
    if (isFence && isCode) end();
    if (isFence) isCode = !isCode;
    if (!isCode && /^#+ /.test(line)) end();
  }
  end();
  return blocks;
}

function formatBlock(block: readonly string[], width: number): readonly string[] {
  const [first = ''] = block;
  if (first.startsWith('```')) return block.slice(1, -1).map(line => `    ${line}`);
  if (first.startsWith('|')) return formatTable(block, width);
  const [, marks, heading] = /^(#+) (.*)$/.exec(first) ?? [];
  if (marks !== undefined && heading !== undefined) {
    const text = plain(heading);
    return marks.length === 1 ? [text.toUpperCase()] : [text, '-'.repeat(displayWidth(text))];
  }
  return splitItems(block).flatMap(item => formatItem(item, width));
}

/** Items of a list, each with the lines that go on with it; a paragraph is one item. */
function splitItems(block: readonly string[]): readonly string[] {
  const items: string[] = [];
  for (const line of block) {
    if (/^\s*(?:[-*]|\d+\.) /.test(line) || items.length === 0) items.push(line.trimEnd());
    else items.push(`${items.pop() ?? ''} ${line.trim()}`);
  }
  return items;
}

function formatItem(item: string, width: number): readonly string[] {
  const [, mark = ''] = /^(\s*(?:[-*]|\d+\.) )/.exec(item) ?? [];
  const indent = ' '.repeat(mark.length);
  return wrapText(plain(item.slice(mark.length)), width - mark.length).map(
    (line, at) => `${at === 0 ? mark : indent}${line}`,
  );
}

function formatTable(block: readonly string[], width: number): readonly string[] {
  const [head = [], , ...rows] = block.map(line =>
    line
      .replace(/^\||\|$/g, '')
      .split(/(?<!\\)\|/)
      .map(cell => plain(cell.trim().replaceAll('\\|', '|'))),
  );
  const widths = head.map((title, at) =>
    Math.max(displayWidth(title), ...rows.map(row => displayWidth(row[at] ?? ''))),
  );
  const fits = widths.reduce((sum, cells) => sum + cells + 2, 0) <= width;
  if (fits)
    return [head, ...rows].map(row =>
      row
        .map((cell, at) => pad(cell, widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  return rows.flatMap((row, at) => [...(at === 0 ? [] : ['']), ...formatRow(head, row, width)]);
}

/** One row of a table that is too wide: its first cell, then every other one under its title. */
function formatRow(
  head: readonly string[],
  [first = '', ...cells]: readonly string[],
  width: number,
): readonly string[] {
  const said = cells.flatMap((cell, at) => {
    if (cell === '') return [];
    const title = head[at + 1] ?? '';
    const text = cells.length === 1 || title === '' ? cell : `${title}: ${cell}`;
    return wrapText(text, width - 6).map((line, place) => `    ${place === 0 ? '' : '  '}${line}`);
  });
  return [first, ...said];
}

/** Text without the marks of Markdown; of a link what it is called. */
function plain(text: string): string {
  return text
    .replace(/!\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\*\*([^*]+)\*\*/g, '$1')
    .replace(/(?<![\w*])\*([^*\s][^*]*)\*(?![\w*])/g, '$1')
    .replace(/`([^`]*)`/g, '$1');
}

function pad(text: string, width: number): string {
  return `${text}${' '.repeat(Math.max(0, width - displayWidth(text)))}`;
}
