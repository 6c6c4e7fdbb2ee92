import { Text } from 'ink';
import { Table } from 'ink-table';
import type { PropsWithChildren, ReactElement } from 'react';
import { displayWidth } from '../format/display-width.ts';
import { fitText } from '../format/fit-text.ts';
import type { Theme } from '../terminal/theme.ts';
import type { Tone } from './line.tsx';

/** One column of a static table. */
export type TableColumn = {
  readonly heading: string;
  readonly align?: 'left' | 'right';
  /** Cells kept when others have to shrink; 4 unless told. */
  readonly minimum?: number;
  /** How a value of this column looks. */
  readonly tone?: (value: string) => Tone;
};

/** Rows of a table that are drawn, at most: each takes two lines and is slow. */
const maxRows = 40;
const padding = 1;

/** Lines a table takes: a rule between any two rows. */
export function heightOfTable(rowCount: number): number {
  return 2 * Math.min(rowCount, maxRows) + 3;
}

/** Cells a table takes when nothing in it is cut. */
export function widthOfTable(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): number {
  const widths = naturalWidths(columns, rows.slice(0, maxRows));
  return widths.reduce((sum, each) => sum + each + 2 * padding + 1, 1);
}

/**
 * A small table with rules, for things that do not change: gate rules, a diff, a receipt. Not for lists.
 * Values are cut so that the table is at most `width` cells wide, wide characters counted as such.
 */
export function StaticTable(props: {
  columns: readonly TableColumn[];
  rows: readonly (readonly string[])[];
  width: number;
  theme: Theme;
}): ReactElement {
  const { columns, width, theme } = props;
  const rows = props.rows.slice(0, maxRows);
  const widths = widthsOf(columns, rows, width);
  const ellipsis = theme.symbols.ellipsis;
  const ascii = theme.symbols.horizontal === '-';

  // ink-table measures a column by the length of its key and values in code units. The keys below are longer than any of
  // them, so it never measures too little; each part is then brought to its true width when it is drawn.
  const keys = columns.map((_, column) => `${column}`.padEnd(longestOf(props.columns, rows) + 2));
  const records = rows.map(row => Object.fromEntries(keys.map((key, column) => [key, row[column] ?? ''])));
  const headings = Object.fromEntries(keys.map((key, column) => [key, columns[column]?.heading ?? '']));

  const inWidth = (column: number, text: string) => {
    const room = widths[column] ?? 0;
    const value = fitText(text.trim(), room, ellipsis, columns[column]?.align);
    return ` ${value} `;
  };
  return (
    <Table
      data={records}
      columns={keys}
      headings={headings}
      padding={padding}
      cell={({ column, children }) => {
        const text = textOfChildren(children);
        return (
          <Toned
            tone={columns[column]?.tone?.(text.trim()) ?? 'plain'}
            text={inWidth(column, text)}
            theme={theme}
          />
        );
      }}
      header={(heading: PropsWithChildren<{ column?: number }>) => (
        <Text bold wrap="truncate">
          {inWidth(heading.column ?? 0, textOfChildren(heading.children))}
        </Text>
      )}
      skeleton={(part: PropsWithChildren<{ column?: number }>) => {
        const text = textOfChildren(part.children);
        const room = part.column === undefined ? text.length : (widths[part.column] ?? 0) + 2 * padding;
        return <Toned tone="muted" text={drawRule(text.slice(0, room), ascii)} theme={theme} />;
      }}
    />
  );
}

/** The widths of the columns: as wide as their widest value, the widest shrunk first until the table fits. */
function widthsOf(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  width: number,
): number[] {
  const widths = naturalWidths(columns, rows);
  const room = width - columns.length * 2 * padding - (columns.length + 1);
  let excess = widths.reduce((sum, each) => sum + each, 0) - room;
  while (excess > 0) {
    const shrinkable = widths.map((each, place) => (each > (columns[place]?.minimum ?? 4) ? each : 0));
    const widest = Math.max(...shrinkable);
    if (widest <= 0) break;
    const place = shrinkable.indexOf(widest);
    widths[place] = widest - 1;
    excess -= 1;
  }
  return widths;
}

function naturalWidths(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): number[] {
  return columns.map((column, place) =>
    Math.max(displayWidth(column.heading), ...rows.map(row => displayWidth(row[place] ?? ''))),
  );
}

function longestOf(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): number {
  return Math.max(...columns.map(column => column.heading.length), ...rows.flat().map(value => value.length));
}

function Toned({ tone, text, theme }: { tone: Tone; text: string; theme: Theme }) {
  const colour = tone === 'plain' ? undefined : theme.colours[tone];
  return (
    <Text wrap="truncate" {...(colour === undefined ? {} : { color: colour })}>
      {text}
    </Text>
  );
}

function drawRule(text: string, ascii: boolean): string {
  return ascii
    ? text
        .replaceAll('─', '-')
        .replaceAll('│', '|')
        .replace(/[┌┬┐├┼┤└┴┘]/g, '+')
    : text;
}

function textOfChildren(children: unknown): string {
  return typeof children === 'string' ? children : '';
}
