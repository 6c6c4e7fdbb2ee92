import type { IBufferCell, Terminal } from '@xterm/headless';
import headless from '@xterm/headless';

/** A terminal without a window: what it would show after the bytes written to it. */
export type TerminalScreen = {
  /** Resolves when the bytes have been interpreted. */
  readonly write: (bytes: string | Uint8Array) => Promise<void>;
  readonly resize: (columns: number, rows: number) => void;
  /** The visible rows, without trailing blanks. */
  readonly lines: () => readonly string[];
  /** Each visible cell as its text and everything that can be seen of its style; one list per row. */
  readonly cells: () => readonly (readonly string[])[];
  readonly cursor: () => { readonly row: number; readonly column: number };
  readonly terminal: Terminal;
};

/** A screen of the given size, empty, in the terminal's own style. */
export function createTerminalScreen(columns: number, rows: number): TerminalScreen {
  // A CommonJS module whose names Node cannot find by itself.
  const terminal = new headless.Terminal({ cols: columns, rows, allowProposedApi: true });
  const rowAt = (row: number) => terminal.buffer.active.getLine(terminal.buffer.active.baseY + row);
  const rowNumbers = () => Array.from({ length: terminal.rows }, (_, row) => row);
  return {
    terminal,
    write: bytes => new Promise(resolve => terminal.write(bytes, resolve)),
    resize: (newColumns, newRows) => terminal.resize(newColumns, newRows),
    lines: () =>
      // A row keeps what stood beyond the edge before the terminal became narrower.
      rowNumbers().map(row => (rowAt(row)?.translateToString(true, 0, terminal.cols) ?? '').trimEnd()),
    cells: () =>
      rowNumbers().map(row =>
        Array.from({ length: terminal.cols }, (_, column) => describeCell(rowAt(row)?.getCell(column))),
      ),
    cursor: () => ({ row: terminal.buffer.active.cursorY, column: terminal.buffer.active.cursorX }),
  };
}

/** A space shows no foreground, weight or slant unless something is drawn with it. */
function describeCell(cell: IBufferCell | undefined): string {
  if (cell === undefined) return 'missing';
  const isBlank = cell.getWidth() === 1 && (cell.getChars() === '' || cell.getChars() === ' ');
  const always = [
    flag(cell.isUnderline(), 'underline'),
    flag(cell.isStrikethrough(), 'strike'),
    flag(cell.isOverline(), 'overline'),
    flag(cell.isInverse(), 'inverse'),
  ].join('');
  const drawn = [
    flag(cell.isBold(), 'bold'),
    flag(cell.isDim(), 'dim'),
    flag(cell.isItalic(), 'italic'),
    ` ${cell.getFgColorMode()}/${cell.getFgColor()}`,
  ].join('');
  const hidden = `${flag(cell.isInvisible(), 'invisible')}${flag(cell.isBlink(), 'blink')}`;
  const background = `${cell.getBgColorMode()}/${cell.getBgColor()}`;
  const text = isBlank ? ' ' : cell.getChars();
  return `${text}(${cell.getWidth()}) ${always}${isBlank && always === '' ? '' : drawn}${hidden} ${background}`;
}

function flag(value: number, name: string): string {
  return value === 0 ? '' : `${name} `;
}
