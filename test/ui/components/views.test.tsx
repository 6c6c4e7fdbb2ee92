import { renderToString } from 'ink';
import { describe, expect, test } from 'vitest';
import type { Column } from '../../../src/ui/components/columns.ts';
import { fitColumns, lineOfHeadings, lineOfRow, widestOf } from '../../../src/ui/components/columns.ts';
import { cutLine, LineView, padLine, textOfLine, widthOfLine } from '../../../src/ui/components/line.tsx';
import { ListRows } from '../../../src/ui/components/list-rows.tsx';
import { lineOfProgress } from '../../../src/ui/components/progress-bar.ts';
import { drawSparkline } from '../../../src/ui/components/sparkline.ts';
import { createList } from '../../../src/ui/components/windowed-list.ts';
import { createTheme } from '../../../src/ui/terminal/theme.ts';

const theme = createTheme('dark', 'unicode');

type Model = { readonly name: string; readonly live: string; readonly since: string; readonly by: string };
const models: readonly Model[] = [
  { name: 'support-rag', live: 'v7', since: '3m', by: 'alice@example.org' },
  { name: '本番検索モデル', live: 'v12', since: '5d', by: 'bob' },
  {
    name: 'a-model-whose-name-is-longer-than-anybody-would-like-it-to-be-really',
    live: 'v1',
    since: '2y',
    by: 'ci',
  },
];
const columns: readonly Column<Model>[] = [
  { heading: 'MODEL', cell: model => ({ text: model.name }), minimum: 12, wanted: 40, priority: 1 },
  {
    heading: 'LIVE',
    cell: model => ({ text: model.live, tone: 'good' }),
    minimum: 5,
    wanted: 5,
    priority: 1,
  },
  {
    heading: 'SINCE',
    cell: model => ({ text: model.since }),
    align: 'right',
    minimum: 5,
    wanted: 5,
    priority: 2,
  },
  { heading: 'BY', cell: model => ({ text: model.by, tone: 'muted' }), minimum: 8, wanted: 20, priority: 3 },
];

function drawModels(width: number): readonly string[] {
  const fitted = fitColumns(columns, width - 2);
  const rows = (
    <ListRows
      list={createList(models.length, 1)}
      width={width}
      height={10}
      theme={theme}
      lineOf={row => lineOfRow(fitted, models[row] as Model, theme)}
      empty={[]}
    />
  );
  const headings = renderToString(
    <LineView line={[{ text: '  ' }, ...lineOfHeadings(fitted, theme)]} width={width} theme={theme} />,
    {
      columns: width,
    },
  );
  return [headings, ...renderToString(rows, { columns: width }).split('\n')].map(line => line.trimEnd());
}

describe('columns', () => {
  test('at 60 columns the name is cut', () => {
    expect(drawModels(60)).toEqual([
      '  MODEL                               LIVE   SINCE  BY',
      '  support-rag                         v7        3m  alice@e…',
      '> 本番検索モデル                      v12       5d  bob',
      '  a-model-whose-name-is-longer-than…  v1        2y  ci',
    ]);
  });

  test('at 80 and 120 columns there is room', () => {
    expect(drawModels(80)[1]).toBe(
      '  support-rag                               v7        3m  alice@example.org',
    );
    expect(drawModels(120)).toEqual(drawModels(120).map(line => line.slice(0, 120)));
    expect(drawModels(120)[2]).toContain('> 本番検索モデル');
  });

  test('where room is short the least important columns are left out', () => {
    expect(fitColumns(columns, 34).map(each => each.column.heading)).toEqual(['MODEL', 'LIVE', 'SINCE']);
    expect(fitColumns(columns, 20).map(each => each.column.heading)).toEqual(['MODEL', 'LIVE']);
    expect(fitColumns(columns, 6)).toEqual([{ column: columns[0], width: 6 }]);
  });

  test('rows are exactly as wide as their columns', () => {
    for (const width of [20, 34, 58, 78, 118]) {
      const fitted = fitColumns(columns, width);
      for (const model of models)
        expect(widthOfLine(lineOfRow(fitted, model, theme))).toBeLessThanOrEqual(width);
    }
  });

  test('the widest text decides up to a limit', () => {
    expect(widestOf(['ab', '本番'], 'X', 10)).toBe(4);
    expect(widestOf(['ab'], 'HEADING', 10)).toBe(7);
    expect(widestOf(['a'.repeat(30)], 'X', 10)).toBe(10);
  });
});

describe('lines', () => {
  test('a line is cut with an ellipsis across its segments', () => {
    const line = [{ text: 'abc' }, { text: 'def', bold: true }, { text: 'ghi' }];
    expect(textOfLine(cutLine(line, 9, '…'))).toBe('abcdefghi');
    expect(textOfLine(cutLine(line, 6, '…'))).toBe('abcde…');
    expect(textOfLine(cutLine(line, 5, '…'))).toBe('abcd…');
    expect(widthOfLine(padLine(line, 12))).toBe(12);
  });

  test('an empty list says so', () => {
    const rows = (
      <ListRows
        list={createList(0)}
        width={60}
        height={5}
        theme={theme}
        lineOf={() => []}
        empty={[{ text: 'No models.' }]}
      />
    );
    expect(renderToString(rows, { columns: 60 })).toBe('No models.');
  });
});

describe('bars and sparklines', () => {
  test('a progress bar always takes its width', () => {
    for (const ratio of [-1, 0, 0.333, 0.999, 1, 7, Number.NaN])
      expect(widthOfLine(lineOfProgress(ratio, 30, theme))).toBe(30);
    expect(textOfLine(lineOfProgress(0.5, 15, createTheme('mono', 'ascii')))).toBe('#####.....  50%');
    expect(textOfLine(lineOfProgress(0.999, 15, theme))).toContain(' 99%');
  });

  test('a value that fails has a sign behind it, and the newest that fit are kept', () => {
    const fails = (value: number) => value < 3;
    expect(drawSparkline([4, 2, 3], 10, theme.symbols, fails)).toBe('█▁!▅');
    expect(drawSparkline([4, 2, 3], 3, theme.symbols, fails)).toBe('▁!█');
    expect(drawSparkline([4, 2, 3], 2, theme.symbols, fails)).toBe('▄');
    expect(drawSparkline([4, 2], 10, createTheme('mono', 'ascii').symbols, fails)).toBe('#_!');
  });

  test('a sparkline goes from lowest to highest, with gaps where values are missing', () => {
    expect(drawSparkline([1, 2, undefined, 8], 10, theme.symbols)).toBe('▁▂ █');
    expect(drawSparkline([5, 5], 10, theme.symbols)).toBe('▄▄');
    expect(drawSparkline([9, 9, 9, 1, 2], 2, theme.symbols)).toBe('▁█');
    expect(drawSparkline([], 10, theme.symbols)).toBe('');
    expect(drawSparkline([1, 2], 0, theme.symbols)).toBe('');
    expect(drawSparkline([Number.NaN, undefined], 10, theme.symbols)).toBe('  ');
  });
});
