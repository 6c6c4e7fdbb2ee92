import { bytesOfScroll, type RowScroll } from './row-scroll.ts';
import { plainStyle, type Style, styleChange, styleOfBlank } from './style.ts';
import type { TerminalSize } from './terminal-size.ts';

/** A place on the screen, counted from 0. */
export type CellPlace = { readonly row: number; readonly column: number };

/**
 * Writes cells and knows where the cursor is and what style is on, so that it can choose the shortest way to
 * the next cell. A grapheme that terminals may draw in another width leaves the place unknown, and the next
 * move is absolute.
 */
export class Pen {
  readonly #size: TerminalSize;
  #place: CellPlace | undefined;
  #style: Style = plainStyle;
  #bytes = '';

  /**
   * `place` is where the cursor is, undefined if that is not known; the style is taken to be the terminal's
   * own.
   */
  constructor(size: TerminalSize, place: CellPlace | undefined) {
    this.#size = size;
    this.#place = place;
  }

  /** All that was written so far. */
  get bytes(): string {
    return this.#bytes;
  }

  /** Where the cursor is now. */
  get place(): CellPlace | undefined {
    return this.#place;
  }

  /** True when the cell would look right in the style that is on: a space shows little of it. */
  isRightFor(text: string, style: Style): boolean {
    return style === this.#style || (text === ' ' && style === styleOfBlank(this.#style));
  }

  moveTo(row: number, column: number): void {
    this.#bytes += this.#wayTo(row, column);
    this.#place = { row, column };
  }

  /** What {@link moveTo} along the row would cost, in bytes. */
  costOfMove(row: number, column: number): number {
    return this.#wayTo(row, column).length;
  }

  /** Writes the grapheme of one cell, `cells` wide, at the cursor. */
  put(grapheme: string, style: Style, cells: number, agreed: boolean): void {
    if (!this.isRightFor(grapheme, style)) this.#setStyle(style);
    this.#bytes += grapheme;
    const column = (this.#place?.column ?? 0) + cells;
    // After the last column terminals wait with the wrap: where the cursor is then depends on the terminal.
    const isKnown = this.#place !== undefined && agreed && column < this.#size.columns;
    this.#place = isKnown ? { row: this.#place?.row ?? 0, column } : undefined;
  }

  /** Clears from the cursor to the end of its row. */
  eraseToEnd(): void {
    if (!this.isRightFor(' ', plainStyle)) this.#setStyle(plainStyle);
    this.#bytes += '\u001B[K';
  }

  /** Moves rows of the screen; the rows that become free are blank. The style must be the terminal's own. */
  scroll(scroll: RowScroll): void {
    this.#bytes += bytesOfScroll(scroll);
    this.#place = { row: 0, column: 0 };
  }

  /** Leaves the terminal in its own style. */
  finish(): void {
    this.#setStyle(plainStyle);
  }

  #setStyle(style: Style): void {
    this.#bytes += styleChange(this.#style, style);
    this.#style = style;
  }

  #wayTo(row: number, column: number): string {
    const from = this.#place;
    if (from?.row === row && from.column === column) return '';
    const absolute =
      row === 0 && column === 0 ? '\u001B[H' : `\u001B[${row + 1}${column === 0 ? '' : `;${column + 1}`}H`;
    if (from === undefined) return absolute;
    const candidates = [absolute];
    if (from.row === row) candidates.push(...waysAlongRow(from.column, column));
    if (from.row + 1 === row && column === 0) candidates.push('\r\n');
    return candidates.reduce((best, way) => (way.length < best.length ? way : best));
  }
}

function waysAlongRow(from: number, to: number): readonly string[] {
  const distance = Math.abs(to - from);
  const step = `\u001B[${distance === 1 ? '' : distance}${to > from ? 'C' : 'D'}`;
  return to === 0 ? ['\r', step] : [`\u001B[${to + 1}G`, step];
}
