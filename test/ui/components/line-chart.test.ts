import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChartPoint } from '../../../src/ui/components/chart-columns.ts';
import { textOfLine, widthOfLine } from '../../../src/ui/components/line.tsx';
import { drawLineChart, type LineChart } from '../../../src/ui/components/line-chart.ts';
import { createTheme } from '../../../src/ui/terminal/theme.ts';

const unicode = createTheme('mono', 'unicode').symbols;
const ascii = createTheme('mono', 'ascii').symbols;

type Value = number | undefined;

function pointsOf(
  values: readonly Value[],
  marks: Readonly<Record<string, ChartPoint['mark']>> = {},
): readonly ChartPoint[] {
  return values.map((value, place) => {
    const label = `v${place + 1}`;
    const mark = marks[label] ?? 'none';
    return { label, value, mark, fails: mark === 'rolled-back' };
  });
}

function chartOf(values: readonly Value[], changes: Partial<LineChart> = {}): LineChart {
  return {
    points: pointsOf(values),
    width: 40,
    height: 8,
    unit: '',
    direction: 'higher',
    thresholds: [],
    cursor: undefined,
    ...changes,
  };
}

function draw(chart: LineChart, symbols = unicode): readonly string[] {
  return drawLineChart(chart, symbols).map(line => textOfLine(line).trimEnd());
}

const story = chartOf([3.1, 3.4, undefined, 4.1, 4.33, 2.74, 4.2], {
  points: pointsOf([3.1, 3.4, undefined, 4.1, 4.33, 2.74, 4.2], {
    v1: 'was-live',
    v5: 'live',
    v6: 'rolled-back',
  }),
  width: 60,
  height: 12,
  thresholds: [{ value: 3, label: 'gate ≥ 3' }],
  cursor: 4,
});

describe('a chart', () => {
  test('shows line, gap, threshold, marks and cursor, and says what each sign means', () => {
    expect(draw(story)).toEqual([
      '  │                             ╭──●╮',
      '4 ┤                        •────╯   ╰╮             •',
      '  │                                  ╰╮           ╭╯',
      '  │                                   ╰╮        ╭─╯',
      '  │     ╭──•                           ╰─╮     ╭╯',
      '  │○────╯                                ╰╮   ╭╯',
      '3 ┤╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╰╮╭─╯╌╌╌ gate ≥ 3',
      '  │                                        ↩╯',
      '  └┴───────┴───────┴───────┴───────▲───────!───────┴────────',
      '   v1      v2      v3      v4      v5      v6      v7',
      '● live  ○ was live  ↩ rolled back  • never live  ! fails',
      '╌ gate ≥ 3  gap: not measured',
    ]);
  });

  test('in ASCII has other signs for the same', () => {
    const thresholds = [{ value: 3, label: 'gate >= 3' }];
    expect(draw({ ...story, thresholds, height: 10 }, ascii)).toEqual([
      '  |                             ...@.              *',
      '4 +                        *.....   ...          ...',
      '  |                                   ..        ..',
      '  |     ...*                           ...    ...',
      '3 +o.....--------------------------------......-- gate >= 3',
      '  |                                        x.',
      '  +|_______|_______|_______|_______^_______!_______|________',
      '   v1      v2      v3      v4      v5      v6      v7',
      '@ live  o was live  x rolled back  * never live  ! fails',
      '- gate >= 3  gap: not measured',
    ]);
  });

  test.each([
    [[3.93, 4.12], 12, ['4.1', '4']],
    [[3.1, 3.9], 7, ['4', '3']],
    [[12345.2, 12345.8], 12, ['12345.8', '12345.6', '12345.4', '12345.2']],
    [[0.1, 0.3], 15, ['0.3', '0.2', '0.1']],
    [[-3, -1], 8, ['-1', '-2', '-3']],
    [[0, 97], 23, ['80', '60', '40', '20', '0']],
  ] as const)('of %j in %i lines has round values on its axis', (values, height, labels) => {
    const lines = draw(chartOf(values, { height }));
    expect(lines.flatMap(line => /^ *(\S+) ┤/.exec(line)?.[1] ?? [])).toEqual(labels);
  });

  test('names the threshold where a round value falls on its row', () => {
    const thresholds = [{ value: 3.02, label: 'gate' }];
    const lines = draw(chartOf([2, 3, 4], { thresholds, height: 8 }));
    expect(lines.find(line => line.includes('gate'))).toMatch(/^3\.02 ┤/);
  });

  test('of one value is one point', () => {
    expect(draw(chartOf([4]))).toEqual([
      '  │',
      '  │',
      '4 ┤•',
      '  │',
      '  │',
      '  └┴────────────────────────────────────',
      '   v1',
      '• never live',
    ]);
  });

  test('of equal values is level, with one value on the axis', () => {
    expect(draw(chartOf([4, 4, 4]))).toEqual([
      '  │',
      '  │',
      '4 ┤•───────•───────•',
      '  │',
      '  │',
      '  └┴───────┴───────┴────────────────────',
      '   v1      v2      v3',
      '• never live',
    ]);
  });

  test('of negative values has its unit behind each value', () => {
    expect(draw(chartOf([-2, -1, -3], { unit: 's' }))).toEqual([
      '-1 s ┤       ╭•╮',
      '     │   ╭───╯ ╰─╮',
      '-2 s ┤•──╯       ╰─╮',
      '     │             ╰─╮',
      '-3 s ┤               ╰•',
      '     └┴───────┴───────┴─────────────────',
      '      v1      v2      v3',
      '• never live',
    ]);
  });

  test('of a huge range keeps its ends apart', () => {
    expect(draw(chartOf([1e-7, 1.7e308, -1.7e308]))).toEqual([
      ' 1.7e308 ┤       ╭•╮',
      '         │   ╭───╯ ╰─╮',
      '         │•──╯       ╰─╮',
      '         │             ╰─╮',
      '-1.7e308 ┤               ╰•',
      '         └┴───────┴───────┴─────────────',
      '          v1      v2      v3',
      '• never live',
    ]);
  });

  test('without a value says so', () => {
    expect(draw(chartOf([undefined, Number.NaN]))).toEqual(['No version has a value to draw.']);
  });

  test('a threshold far away is named and does not flatten the line', () => {
    const thresholds = [{ value: 100, label: 'gate ≤ 100' }];
    const lines = draw(chartOf([4, 4.1, 4.2], { thresholds }));
    expect(lines.slice(-2)).toEqual(['• never live', 'gate ≤ 100 is above the chart']);
    expect(lines[0]).toMatch(/^ *4\.2 ┤/);
  });

  test('of long and wide names cuts them, and none stands over another', () => {
    const points: readonly ChartPoint[] = [
      { label: '本番検索モデル-一号', value: 1, mark: 'none', fails: false },
      { label: 'a-run-called-like-nobody-would', value: 2, mark: 'none', fails: false },
      { label: 'v3', value: 3, mark: 'live', fails: false },
    ];
    expect(draw(chartOf([], { points })).at(-2)).toBe('本番検索モ…        v3');
  });
});

describe('ten thousand versions in 60 columns', () => {
  const values = Array.from({ length: 10_000 }, (_, place) => 4 + Math.sin(place / 900));
  const marks = { v9000: 'live' } as const;
  const crowd = chartOf([], { points: pointsOf(values, marks), width: 60, height: 9, cursor: 5000 });

  test('share columns, and the chart says how many and which is drawn', () => {
    expect(draw(crowd)).toEqual([
      '5 ┤     ••••••╮                         •••••••╮',
      '  │  •••╯     •••╮                   •••╯      •••╮',
      '4 ┤••╯           •••╮             •••╯            ••╮',
      '  │                 •••╮       •••╯                 ••●╮',
      '3 ┤                    ••••••••╯                       •••••',
      '  └────────────────────────────▲────────────────────────────',
      '  v175   v1578   v2982       v5001       v7192        v10000',
      '● live  • never live',
      'each column ≈ 175 versions, the worst of each is drawn',
    ]);
  });

  test('the worst of a column is drawn, by the direction of the metric', () => {
    const spiked = values.map((value, place) => (place === 4321 ? -9 : value));
    const lowest = (direction: LineChart['direction']) =>
      draw(chartOf(spiked, { width: 60, height: 9, direction }))[4];
    expect(lowest('higher')).toContain('•');
    expect(lowest('lower')).not.toContain('•');
  });

  test('where no direction is known, the newest is', () => {
    expect(draw({ ...crowd, direction: 'unknown' }).join(' ')).toContain('the newest of each is drawn');
  });

  test('the live version is drawn though another of its column is worse', () => {
    expect(draw(crowd).slice(0, -3).join('')).toContain('●');
  });
});

describe('whatever the values', () => {
  const value = fc.option(fc.double(), { nil: undefined });
  const mark = fc.constantFrom<ChartPoint['mark']>('none', 'live', 'was-live', 'rolled-back');
  const point = fc.record({ label: fc.string({ maxLength: 20 }), value, mark, fails: fc.boolean() });
  const threshold = fc.record({
    value: fc.double({ noNaN: true, noDefaultInfinity: true }),
    label: fc.constant('gate'),
  });

  test('a chart fits its room', () => {
    fc.assert(
      fc.property(
        fc.array(point, { maxLength: 200 }),
        fc.integer({ min: 20, max: 120 }),
        fc.integer({ min: 1, max: 40 }),
        fc.array(threshold, { maxLength: 2 }),
        fc.option(fc.nat(250), { nil: undefined }),
        (points, width, height, thresholds, cursor) => {
          const lines = drawLineChart(chartOf([], { points, width, height, thresholds, cursor }), unicode);
          expect(lines.length).toBeLessThanOrEqual(height);
          for (const line of lines) expect(widthOfLine(line)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });

  test('each version with a value is in a column that has one', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }), values => {
        const lines = draw(chartOf(values, { width: 200, height: 12 }));
        const drawn = lines.slice(0, 9).join('').match(/•/g)?.length ?? 0;
        expect(drawn).toBe(values.length);
      }),
      { examples: [[[5.4e-323, 6e-323]], [[0, 5e-324]], [[-1.7e308, 1.7e308]]] },
    );
  });
});
