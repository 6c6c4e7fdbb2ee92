import { render } from 'ink-testing-library';
import { describe, expect, test } from 'vitest';
import { heightOfTable, StaticTable } from '../../../src/ui/components/static-table.tsx';
import { displayWidth } from '../../../src/ui/format/display-width.ts';
import { createTheme } from '../../../src/ui/terminal/theme.ts';

const columns = [
  { heading: 'RULE' },
  { heading: 'VALUE', align: 'right' },
  { heading: 'VERDICT', tone: (value: string) => (value === 'PASS' ? 'good' : 'bad') },
] as const;

function draw(
  rows: readonly (readonly string[])[],
  width: number,
  charset: 'unicode' | 'ascii' = 'unicode',
): readonly string[] {
  const { lastFrame, unmount } = render(
    <StaticTable columns={columns} rows={rows} width={width} theme={createTheme('dark', charset)} />,
  );
  const lines = lastFrame()?.split('\n') ?? [];
  unmount();
  return lines;
}

describe('a static table', () => {
  test('draws headings, rows and rules', () => {
    expect(
      draw(
        [
          ['groundedness', '4.1', 'PASS'],
          ['latency', '12', 'FAIL'],
        ],
        60,
      ),
    ).toEqual([
      '┌──────────────┬───────┬─────────┐',
      '│ RULE         │ VALUE │ VERDICT │',
      '├──────────────┼───────┼─────────┤',
      '│ groundedness │   4.1 │ PASS    │',
      '├──────────────┼───────┼─────────┤',
      '│ latency      │    12 │ FAIL    │',
      '└──────────────┴───────┴─────────┘',
    ]);
  });

  test('in ASCII', () => {
    expect(draw([['latency', '12', 'FAIL']], 60, 'ascii')).toEqual([
      '+---------+-------+---------+',
      '| RULE    | VALUE | VERDICT |',
      '+---------+-------+---------+',
      '| latency |    12 | FAIL    |',
      '+---------+-------+---------+',
    ]);
  });

  test.each([60, 80, 100])('fits %i columns with long and wide values, all lines equally wide', width => {
    const long = 'a-rule-with-a-name-that-is-much-longer-than-any-terminal-would-ever-be-wide-'.repeat(2);
    const lines = draw(
      [
        [long, '4.1', 'PASS'],
        ['本番検索モデルの応答の根拠付け👨‍👩‍👧', '梨', ''],
        ['e\u0301e\u0301e\u0301', '', 'FAIL'],
      ],
      width,
    );
    expect([...new Set(lines.map(displayWidth))]).toEqual([width]);
    expect(lines).toHaveLength(heightOfTable(3));
  });

  test('without rows only the headings are drawn', () => {
    expect(draw([], 60)).toHaveLength(heightOfTable(0));
  });
});
