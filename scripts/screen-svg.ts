import type { IBufferCell, Terminal } from '@xterm/headless';

const cell = { width: 8.4, height: 18, size: 14 };
const padding = 12;
const background = '#16181d';
const foreground = '#d6d9df';

/** The sixteen colours a terminal names, in its order. */
const palette = [
  ...['#2b2f36', '#e5646a', '#7fc97f', '#e6c15c', '#6aa5e8', '#c792ea', '#5fc9d0', '#d6d9df'],
  ...['#7b8290', '#ff7b81', '#98e098', '#ffdc7a', '#8dbdf5', '#dcb0f5', '#86e3e8', '#ffffff'],
];

/** What a terminal shows, as a picture of text that can be selected and searched. Pure. */
export function formatScreenAsSvg(terminal: Terminal, title: string): string {
  const width = Math.ceil(terminal.cols * cell.width + 2 * padding);
  const height = terminal.rows * cell.height + 2 * padding;
  const rows = Array.from({ length: terminal.rows }, (_, row) => formatRow(terminal, row)).join('\n');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<title>lastgood: ${title}</title>
<rect width="100%" height="100%" rx="8" fill="${background}"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${cell.size}" fill="${foreground}" xml:space="preserve">
${rows}
</g>
</svg>
`;
}

function formatRow(terminal: Terminal, row: number): string {
  const line = terminal.buffer.active.getLine(terminal.buffer.active.baseY + row);
  const y = padding + (row + 0.75) * cell.height;
  const spans: string[] = [];
  for (let column = 0; column < terminal.cols; column += 1) {
    const here = line?.getCell(column);
    const text = here?.getChars() ?? '';
    if (here === undefined || text.trim() === '') continue;
    let run = text;
    let end = column + here.getWidth();
    while (end < terminal.cols) {
      const next = line?.getCell(end);
      if (next === undefined || styleOf(next) !== styleOf(here) || next.getChars().trim() === '') break;
      run += next.getChars();
      end += Math.max(1, next.getWidth());
    }
    const x = (padding + column * cell.width).toFixed(1);
    const length = ((end - column) * cell.width).toFixed(1);
    spans.push(
      `<text x="${x}" y="${y}" textLength="${length}" lengthAdjust="spacingAndGlyphs"${styleOf(here)}>${escapeText(run)}</text>`,
    );
    column = end - 1;
  }
  return spans.join('');
}

function styleOf(one: IBufferCell): string {
  const colour = one.isFgDefault() ? '' : ` fill="${palette[one.getFgColor() % 16] ?? foreground}"`;
  return `${colour}${one.isBold() ? ' font-weight="bold"' : ''}`;
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
