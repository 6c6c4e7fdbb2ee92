import type { Charset } from './describe-terminal.ts';
import { measureGrapheme } from './grapheme-width.ts';
import { splitGraphemes } from './graphemes.ts';
import { isPlainNarrow } from './plain-characters.ts';
import { escapeCharacter, findSequenceEnd } from './sequences.ts';
import { applySgr, type ColourUse, plainStyle, type Style, styleOfBlank } from './style.ts';

/** One row of the screen, cell by cell; both lists are as long as the terminal is wide. */
export type CellRow = {
  /** The grapheme that begins in the cell; `''` where a wide one goes on. */
  readonly texts: readonly string[];
  readonly styles: readonly Style[];
  /** The cells up to the last that differs from a blank one of the terminal's own colour. */
  readonly usedColumns: number;
  /** False when terminals disagree on the width of something in the row. */
  readonly agreed: boolean;
};

/**
 * Reads one line of a frame into cells. SGR sequences become styles; every other control is dropped. What
 * does not fit into `columns` is cut, a wide character that would stick out becomes a space. For a terminal
 * that shows ASCII only, every other character becomes `?`, one for each of its cells. Pure.
 */
export function readCellRow(line: string, columns: number, colours: ColourUse, charset: Charset): CellRow {
  const row = new RowReader(columns, charset);
  let style: Style = plainStyle;
  for (let at = 0; at < line.length; ) {
    const nextEscape = line.indexOf(escapeCharacter, at);
    if (nextEscape !== at) {
      const end = nextEscape === -1 ? line.length : nextEscape;
      row.addText(line.slice(at, end), style);
      at = end;
    } else {
      const end = findSequenceEnd(line, at) ?? at + 1;
      const parameters = /^\u001B\[([\d;]*)m$/.exec(line.slice(at, end))?.[1];
      if (parameters !== undefined) style = applySgr(style, parameters, colours);
      at = end;
    }
  }
  return row.finish();
}

class RowReader {
  readonly #columns: number;
  readonly #charset: Charset;
  readonly #texts: string[] = [];
  readonly #styles: Style[] = [];
  #agreed = true;

  constructor(columns: number, charset: Charset) {
    this.#columns = columns;
    this.#charset = charset;
  }

  addText(text: string, style: Style): void {
    if (isPlainNarrow(text) && this.#canShow(text)) {
      for (let at = 0; at < text.length; at++) this.#addCell(text.charAt(at), style);
      return;
    }
    for (const grapheme of splitGraphemes(text)) this.#addGrapheme(grapheme, style);
  }

  #addGrapheme(grapheme: string, style: Style): void {
    if (/^\p{Cc}/u.test(grapheme)) return;
    const { cells, agreed } = measureGrapheme(grapheme);
    if (cells === 0) return;
    if (!this.#canShow(grapheme)) {
      for (let cell = 0; cell < cells; cell++) this.#addCell('?', style);
      return;
    }
    this.#agreed &&= agreed;
    if (this.#texts.length + cells > this.#columns) {
      while (this.#texts.length < this.#columns) this.#addCell(' ', style);
      return;
    }
    this.#addCell(grapheme, style);
    for (let more = 1; more < cells; more++) this.#addCell('', style);
  }

  #canShow(text: string): boolean {
    return this.#charset === 'unicode' || /^[ -~]*$/.test(text);
  }

  #addCell(text: string, style: Style): void {
    if (this.#texts.length >= this.#columns) return;
    this.#texts.push(text);
    this.#styles.push(text === ' ' && style !== plainStyle ? styleOfBlank(style) : style);
  }

  finish(): CellRow {
    let usedColumns = this.#texts.length;
    while (
      usedColumns > 0 &&
      this.#texts[usedColumns - 1] === ' ' &&
      this.#styles[usedColumns - 1] === plainStyle
    ) {
      usedColumns--;
    }
    while (this.#texts.length < this.#columns) this.#addCell(' ', plainStyle);
    return { texts: this.#texts, styles: this.#styles, usedColumns, agreed: this.#agreed };
  }
}
