import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createFrameWriter } from '../../../src/ui/terminal/frame-writer.ts';
import type { CellPlace } from '../../../src/ui/terminal/pen.ts';
import type { TerminalSize } from '../../../src/ui/terminal/terminal-size.ts';
import { createTerminalScreen } from '../../support/terminal-screen.ts';

const size: TerminalSize = { columns: 20, rows: 5 };
const home: CellPlace = { row: 0, column: 0 };
const visible = (bytes: string) => bytes.replaceAll('\u001B', '^[');

/** What the writer sends for `after` when `before` is on the screen. */
function changeBetween(before: string, after: string): string {
  const writer = createFrameWriter('shown');
  writer.draw(before, size, home);
  return visible(writer.draw(after, size, home));
}

describe('what is sent', () => {
  test('nothing for an equal frame', () => {
    expect(changeBetween('\u001B[1mabc\u001B[22m\nd', '\u001B[1mabc\u001B[22m\nd')).toBe('');
  });

  test('nothing for a frame that is written otherwise but looks the same', () => {
    expect(changeBetween('\u001B[31mab \u001B[39m', '\u001B[0;31ma\u001B[31mb\u001B[m')).toBe('');
  });

  test('only the cells that changed, and short stretches between them, in one synchronized update', () => {
    expect(changeBetween('hello world', 'hello_worlD')).toBe('^[[?2026h^[[6G_worlD\r^[[?2026l');
    expect(changeBetween('hello, world', 'hello_ worlD')).toBe('^[[?2026h^[[6G_^[[5CD\r^[[?2026l');
  });

  test('a list that moved by a line as a scroll', () => {
    const listFrom = (top: number) =>
      Array.from({ length: 20 }, (_, row) => `  row ${String(100 + top + row).repeat(20)}`).join('\n');
    const writer = createFrameWriter('shown');
    const listSize = { columns: 100, rows: 20 };
    writer.draw(listFrom(0), listSize, home);
    const sent = visible(writer.draw(listFrom(1), listSize, home));
    expect(sent).toBe(`^[[?2026h^[[1;20r^[[1H^[[1M^[[r^[[20;3Hrow ${'120'.repeat(20)}^[[H^[[?2026l`);
  });

  test('an erased end of a row as an erase', () => {
    expect(changeBetween('hello world', 'he')).toBe('^[[?2026h^[[3G^[[K\r^[[?2026l');
  });

  test('nothing but SGR is passed on', () => {
    const writer = createFrameWriter('shown');
    const sent = writer.draw(
      'a\u001B]52;c;eA==\u0007b\u001B[2Jc\u001B]8;;http://x\u001B\\d\u0007\u0008e\u009Bf\u001B[8mg\u001B[5mh',
      size,
      home,
    );
    const rest = '\r\n^[[K'.repeat(4);
    expect(visible(sent)).toBe(`^[[?2026h^[[H^[[Kabcdefgh${rest}^[[H^[[?2026l`);
  });

  test('the cursor rests where the caller wants it', () => {
    const writer = createFrameWriter('shown');
    writer.draw('a', size, home);
    expect(visible(writer.draw('a', size, { row: 3, column: 0 }))).toBe('^[[4H');
    expect(writer.draw('a', size, { row: 3, column: 0 })).toBe('');
  });

  test('the whole frame again once the screen is no longer known', () => {
    const writer = createFrameWriter('shown');
    const first = writer.draw('abc', size, home);
    writer.forget();
    expect(writer.draw('abc', size, home)).toBe(first);
  });

  test('no colour where colours are dropped, but weight and inverse', () => {
    const writer = createFrameWriter('dropped');
    const sent = writer.draw(
      '\u001B[1;31mab\u001B[38;5;200;7;48;2;1;2;3mc\u001B[0md',
      { columns: 4, rows: 1 },
      home,
    );
    expect(visible(sent)).toBe('^[[?2026h^[[H^[[K^[[1mab^[[7mc^[[md^[[H^[[?2026l');
  });
});

const colours = ['31', '92', '38;5;200', '38;2;1;2;3', '39', '42', '103', '48;5;17', '49'];
const attributes = [
  '0',
  '',
  '1',
  '2',
  '3',
  '4',
  '7',
  '9',
  '53',
  '22',
  '23',
  '24',
  '27',
  '29',
  '55',
  '1;31',
  '0;7;44',
];
const sgr = fc.constantFrom(...colours, ...attributes).map(parameters => `\u001B[${parameters}m`);
/** Text whose width the terminal in the test knows as Ink does. */
const plainText = fc.oneof(
  fc.stringMatching(/^[ -~]{0,12}$/),
  fc.constantFrom('   ', '          ', '模型', '版本', '한글', '→', '…', '─'.repeat(8), '█░', 'ä', '日', '│'),
);
/** Text on whose width terminals disagree. */
const strangeText = fc.constantFrom(
  '🚀',
  '👩‍👩‍👧',
  '🇩🇪',
  '❤️',
  'e\u0301',
  '1️⃣',
  '✅',
  '\u1112\u1161\u11AB',
  'ﾊﾞ',
  '\u200B',
  'नि',
);

type Parts = readonly string[];

const lineOf = (text: fc.Arbitrary<string>): fc.Arbitrary<Parts> =>
  fc.array(fc.oneof({ weight: 2, arbitrary: text }, { weight: 1, arbitrary: sgr }), { maxLength: 10 });

type Shown = { readonly lines: readonly Parts[]; readonly size: TerminalSize; readonly cursor: CellPlace };

const sizes = fc.record({ columns: fc.integer({ min: 2, max: 30 }), rows: fc.integer({ min: 1, max: 7 }) });

/** Frames that follow each other; most rows stay, some change in a part, sometimes the size changes. */
const framesOf = (text: fc.Arbitrary<string>): fc.Arbitrary<readonly Shown[]> =>
  fc
    .record({
      start: fc.array(lineOf(text), { minLength: 6, maxLength: 6 }),
      edits: fc.array(
        fc.record({
          row: fc.nat(5),
          begin: fc.nat(8),
          removed: fc.nat(3),
          added: lineOf(text),
          size: fc.option(sizes, { freq: 5 }),
          cursor: fc.record({ row: fc.nat(8), column: fc.nat(30) }),
        }),
        { minLength: 1, maxLength: 12 },
      ),
    })
    .map(({ start, edits }) => {
      let shown: Shown = { lines: start, size: { columns: 24, rows: 6 }, cursor: home };
      return [
        shown,
        ...edits.map(({ row, begin, removed, added, size: newSize, cursor }) => {
          const line = (shown.lines[row] ?? []).toSpliced(begin, removed, ...added.slice(0, 3));
          shown = { lines: shown.lines.with(row, line), size: newSize ?? shown.size, cursor };
          return shown;
        }),
      ];
    });

const textOf = (shown: Shown) => shown.lines.map(line => line.join('')).join('\n');

/** The frame written plainly: each row at its place, cut at the edge. */
function paintWhole({ lines, size: { columns, rows } }: Shown): string {
  const painted = Array.from({ length: rows }, (_, row) => {
    const line = cutWide((lines[row] ?? []).join(''), columns);
    return `\u001B[${row + 1}H\u001B[m\u001B[K${line}\u001B[m`;
  });
  return `\u001B[?7l\u001B[H\u001B[m\u001B[2J${painted.join('')}`;
}

describe('what the screen shows', () => {
  test('is the frame, cell by cell with its styles, after any frames and resizes', async () => {
    await fc.assert(
      fc.asyncProperty(framesOf(plainText), async frames => {
        const drawn = createTerminalScreen(24, 6);
        await drawn.write('\u001B[?1049h');
        const writer = createFrameWriter('shown');
        for (const frame of frames) {
          drawn.resize(frame.size.columns, frame.size.rows);
          await drawn.write(writer.draw(textOf(frame), frame.size, frame.cursor));
          const expected = createTerminalScreen(frame.size.columns, frame.size.rows);
          await expected.write(paintWhole(frame));
          expect(drawn.cells()).toEqual(expected.cells());
          expect(drawn.cursor()).toEqual({
            row: Math.min(frame.cursor.row, frame.size.rows - 1),
            column: Math.min(frame.cursor.column, frame.size.columns - 1),
          });
        }
      }),
      { numRuns: 120 },
    );
  });

  test('is that of a whole repaint, even where the terminal draws other widths than we think', async () => {
    await fc.assert(
      fc.asyncProperty(framesOf(fc.oneof(plainText, strangeText)), async frames => {
        const drawn = createTerminalScreen(24, 6);
        const writer = createFrameWriter('shown');
        await drawn.write('\u001B[?1049h\u001B[?7l');
        for (const frame of frames) {
          drawn.resize(frame.size.columns, frame.size.rows);
          await drawn.write(writer.draw(textOf(frame), frame.size, frame.cursor));
          const repainted = createTerminalScreen(frame.size.columns, frame.size.rows);
          await repainted.write('\u001B[?7l');
          await repainted.write(createFrameWriter('shown').draw(textOf(frame), frame.size, frame.cursor));
          expect(drawn.cells()).toEqual(repainted.cells());
        }
      }),
      { numRuns: 80 },
    );
  });

  test('is the frame after a list has been scrolled, with a pane beside it or without', async () => {
    const listFrame = (top: number, selected: number, pane: string) =>
      Array.from({ length: 18 }, (_, row) => {
        if (row === 0 || row === 17) return `\u001B[1mheader or footer ${row}\u001B[22m`;
        const name = `version ${top + row} of 模型 ${(top + row) * 7919}`.padEnd(40);
        return `${row === selected ? '\u001B[7m> ' : '  '}${name}\u001B[27m${pane} ${row}`;
      }).join('\n');
    const moves = fc.record({
      top: fc.nat(30),
      selected: fc.nat(17),
      pane: fc.constantFrom('', '\u001B[42m pane \u001B[49m', '🚀'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(moves, { minLength: 2, maxLength: 8 }), async frames => {
        const listSize = { columns: 60, rows: 18 };
        const drawn = createTerminalScreen(60, 18);
        await drawn.write('\u001B[?1049h\u001B[?7l');
        const writer = createFrameWriter('shown');
        for (const { top, selected, pane } of frames) {
          const frame = listFrame(top, selected, pane);
          await drawn.write(writer.draw(frame, listSize, home));
          const expected = createTerminalScreen(60, 18);
          await expected.write(
            `\u001B[?1049h\u001B[?7l${createFrameWriter('shown').draw(frame, listSize, home)}`,
          );
          expect(drawn.cells()).toEqual(expected.cells());
        }
      }),
      { numRuns: 60 },
    );
  });

  test('text after a grapheme of doubtful width stands in its column', async () => {
    const screen = createTerminalScreen(20, 1);
    await screen.write(createFrameWriter('shown').draw('👩‍👩‍👧 ok', { columns: 20, rows: 1 }, home));
    expect(screen.cells()[0]?.[3]).toMatch(/^o/);
  });
});

/** A plain terminal wraps or drops a wide character that does not fit; ours is a space. */
function cutWide(line: string, columns: number): string {
  let column = 0;
  let kept = '';
  for (const [text] of line.matchAll(/\u001B\[[\d;]*m|[\s\S]/gu)) {
    if (text.startsWith('\u001B')) {
      kept += text;
      continue;
    }
    const width = /[\u3000-\u9FFF\uAC00-\uD7A3]/.test(text) ? 2 : 1;
    if (column + width > columns) return column < columns ? `${kept} ` : kept;
    column += width;
    kept += text;
  }
  return kept;
}
