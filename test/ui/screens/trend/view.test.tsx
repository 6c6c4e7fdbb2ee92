import { describe, expect, test } from 'vitest';
import { NotFoundError } from '../../../../src/core/errors/app-error.ts';
import type { LoadedTrend } from '../../../../src/core/session/load-trend.ts';
import { textOfLine } from '../../../../src/ui/components/line.tsx';
import type { Context } from '../../../../src/ui/runtime/screen.ts';
import { linesAboutPoint } from '../../../../src/ui/screens/trend/trend-panel.ts';
import { type Message, open, type State, update } from '../../../../src/ui/screens/trend/update.ts';
import { TrendView } from '../../../../src/ui/screens/trend/view.tsx';
import { createTheme } from '../../../../src/ui/terminal/theme.ts';
import { draw } from '../models/draw.tsx';
import { everyTerminal, expectToFit } from '../models/fits.ts';
import { contextAt } from '../models/sample-registry.ts';
import { longName, wideName } from '../models/samples.ts';
import { sampleTrend, values } from './sample-trend.ts';

const route = { screen: 'trend', model: 'rag', metric: undefined } as const;
const input = { model: 'rag', metric: undefined, alias: undefined };

function shown(value: LoadedTrend, context: Context, ...messages: readonly Message[]): State {
  const done: Message = { type: 'loadTrend/done', input, value };
  return [done, ...messages].reduce((state, message) => update(state, message, context)[0], open(route)[0]);
}

const back: Message = { type: 'moved', move: 'up' };

test('at 80 columns: chart, threshold, marks, and the selected version', () => {
  const context = contextAt(80);
  expect(draw(TrendView, shown(sampleTrend(), context), context)).toEqual([
    'groundedness  gate of latest ≥ 3  score 0..5  higher is better',
    'Falls from v7 to v8, getting worse. Best v5 4.33, worst v6 2.74.',
    '  │                               ╭●╮              •───╮',
    '4 ┤                           ╭───╯ ╰╮            ╭╯   ╰───•',
    '  │                        •──╯      ╰─╮        ╭─╯',
    '  │                                    ╰╮      ╭╯',
    '  │     ╭──•                            ╰╮    ╭╯',
    '3 ┤○────╯╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╰─╮╭─╯╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌ gate ≥ 3',
    '  │                                        ↩╯',
    '  └┴───────┴───────┴───────┴───────┴───────!───────┴───────▲────────────────────',
    '   v1      v2      v3      v4      v5      v6      v7      v8',
    '● live  ○ was live  ↩ rolled back  • never live  ! fails  ╌ gate ≥ 3',
    'gap: not measured',
    '── v8 · 8 of 8 versions ────────────────────────────────────────────────────────',
    '4.1 score 0..5  ✓ the gate of latest wants ≥ 3',
    'Against live v5: ▼ -0.23 worse   Against the one before: ▼ -0.1 worse',
    'Never live.',
    'Gate: not judged by rag for latest.',
    'Created 2026-11-18 10:00 UTC.',
  ]);
});

test('a version that was rolled back says by whom and why first', () => {
  const context = contextAt(80);
  const lines = draw(TrendView, shown(sampleTrend(), context, back, back), context);
  expect(lines.slice(12)).toEqual([
    'gap: not measured',
    '── v6 · 6 of 8 versions ────────────────────────────────────────────────────────',
    '2.74 score 0..5  ✗ the gate of latest wants ≥ 3',
    'Against live v5: ▼ -1.59 worse, now fails   One before: ▼ -1.59 worse, now fails',
    'Rolled back 2026-11-21 03:10 UTC by alice@example.org: INC-42 回答に幻覚が多い:',
    'support reported invented refund rules in every third answer since the release',
    'of Thursday evening',
    '(3 more lines in a taller window)',
  ]);
});

test('at 60 by 15 the chart keeps its threshold and marks', () => {
  const context = contextAt(60, 15);
  expect(draw(TrendView, shown(sampleTrend(), context, back, back), context)).toEqual([
    'groundedness  gate of latest ≥ 3  score 0..5',
    '  │                             ╭──●─╮            ╭•───────•',
    '4 ┤                        •────╯    ╰─╮        ╭─╯',
    '  │○───────•                           ╰──╮  ╭──╯',
    '3 ┤╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╰↩─╯╌╌╌╌ gate ≥ 3',
    '  └┴───────┴───────┴───────┴───────┴───────▲───────┴───────┴',
    '   v1      v2      v3      v4      v5      v6      v7     v8',
    '● live  ○ was live  ↩ rolled back  • never live  ! fails',
    '── v6 · 6 of 8 versions ────────────────────────────────────',
    '2.74 score 0..5  ✗ the gate of latest wants ≥ 3',
    'Against live v5: ▼ -1.59 worse, now fails',
  ]);
});

test('at 120 by 40 everything about the version is seen', () => {
  const context = contextAt(120, 40);
  expect(draw(TrendView, shown(sampleTrend(), context, back, back), context).slice(25)).toEqual([
    '    └┴───────┴───────┴───────┴───────┴───────▲───────┴───────┴──────────────────────────────────────────────────────────',
    '     v1      v2      v3      v4      v5      v6      v7      v8',
    '● live  ○ was live  ↩ rolled back  • never live  ! fails  ╌ gate ≥ 3  gap: not measured',
    '── v6 · 6 of 8 versions ────────────────────────────────────────────────────────────────────────────────────────────────',
    '2.74 score 0..5  ✗ the gate of latest wants ≥ 3',
    'Against live v5: ▼ -1.59 worse, now fails   Against the one before: ▼ -1.59 worse, now fails',
    'Rolled back 2026-11-21 03:10 UTC by alice@example.org: INC-42 回答に幻覚が多い: support reported invented refund rules',
    'in every third answer since the release of Thursday evening',
    'Live under latest since 2026-11-20 18:00 until 2026-11-21 03:10 UTC.',
    'Gate for latest: OVERRIDDEN FAIL.',
    'Created 2026-11-18 10:00 UTC.',
  ]);
});

test('a version that went live past a gate that never judged it has no verdict', () => {
  const context = contextAt(80);
  const { trend } = sampleTrend();
  const [point] = trend?.points ?? [];
  if (trend === undefined || point === undefined) throw new Error('The sample has no trend.');
  const overridden = { ...point, gate: { verdict: 'NONE', overridden: true } } as const;
  const lines = linesAboutPoint(overridden, trend, 9, context).map(textOfLine);
  expect(lines).toContain('Gate for latest: OVERRIDDEN, no verdict.');
});

test('in ASCII the signs differ, and nothing but ASCII is drawn', () => {
  const context = contextAt(60, 15, { theme: createTheme('mono', 'ascii') });
  const lines = draw(TrendView, shown(sampleTrend(), context), context);
  expect(lines).toEqual([
    'groundedness  gate of latest >= 3  score 0..5',
    '  |                             ...@..            .*.......*',
    '4 +                        *.....    ...        ...',
    '  |o.......*                           ....  ....',
    '3 +---------------------------------------.x..--- gate >= 3',
    '  +|_______|_______|_______|_______|_______!_______|_______^',
    '   v1      v2      v3      v4      v5      v6      v7     v8',
    '@ live  o was live  x rolled back  * never live  ! fails',
    '-- v8 | 8 of 8 versions ------------------------------------',
    '4.1 score 0..5  ok the gate of latest wants >= 3',
    'Against live v5: - -0.23 worse   One before: - -0.1 worse',
  ]);
  expect(lines.join('')).toMatch(/^[ -~]*$/);
});

describe('the metrics to choose from', () => {
  const context = contextAt(80);

  test('are listed with their newest value, and the one that is shown is selected', () => {
    expect(draw(TrendView, shown(sampleTrend(), context, { type: 'metrics-asked' }), context)).toEqual([
      'Metric:',
      '  METRIC                NEWEST  VERSIONS  UNIT        BETTER',
      '> groundedness             4.1         7  score 0..5  higher',
      '  latency_total            4.9         7  s           lower',
    ]);
  });

  test('say so where none fits', () => {
    const field = { before: 'zzz', after: '', limit: 200 };
    const state = shown(sampleTrend(), context, { type: 'metrics-asked' }, { type: 'metric-typed', field });
    expect(draw(TrendView, state, context)).toEqual([
      'Metric: zzz',
      '  METRIC                NEWEST  VERSIONS  UNIT        BETTER',
      'No metric fits what was typed. esc keeps the one that is shown.',
    ]);
  });
});

describe('what there is little of', () => {
  const context = contextAt(80);

  test('one version is one point', () => {
    const lines = draw(TrendView, shown(sampleTrend([4]), context), context);
    expect(lines.slice(0, 2)).toEqual([
      'groundedness  gate of latest ≥ 3  score 0..5  higher is better',
      'Was measured in v1 only.',
    ]);
    expect(lines.join('\n')).toContain('The first that was measured');
  });

  test('a policy that cannot be used gives no threshold, and it is said', () => {
    const state = shown(sampleTrend(values, { state: 'unusable', problem: 'line 3 is wrong' }), context);
    const lines = draw(TrendView, state, context);
    expect(lines.join('\n')).not.toContain('╌');
    expect(lines).toContain('The policy of latest cannot be used: line 3 is wrong');
  });

  test('a version without the metric says so', () => {
    const first: Message = { type: 'moved', move: 'first' };
    const down: Message = { type: 'moved', move: 'down' };
    const lines = draw(TrendView, shown(sampleTrend(), context, first, down, down), context);
    expect(lines).toContain('No value: it was not measured.');
  });

  test('no metric at all, and no version at all', () => {
    expect(draw(TrendView, shown(sampleTrend([undefined]), context), context)).toEqual([
      'No version of rag has a metric.',
      'Metrics are registered with a version, from the results of its evaluation.',
    ]);
    expect(draw(TrendView, shown(sampleTrend([]), context), context)).toEqual([
      'rag has no version.',
      'Register one with: lastgood register rag --results DIR',
    ]);
  });

  test('a metric that is not there is said with the nearest', () => {
    const error = new NotFoundError('metric-not-found', 'No version of rag has the metric x.', {
      hint: 'Nearest: recall.',
    });
    const [state] = update(open(route)[0], { type: 'loadTrend/failed', input, error }, context);
    expect(draw(TrendView, state, context)).toEqual([
      'No version of rag has the metric x.',
      'Nearest: recall.',
      'r tries again.',
    ]);
  });
});

test.each(everyTerminal)('a trend fits %s', (_, context) => {
  const many = Array.from({ length: 10_000 }, (_, place) => Math.sin(place / 700) * 2 + 3);
  for (const value of [
    sampleTrend(),
    sampleTrend(values, undefined, longName),
    sampleTrend(values, undefined, wideName),
    sampleTrend(many),
  ]) {
    for (const messages of [
      [],
      [back, back],
      [{ type: 'moved', move: 'first' }],
      [{ type: 'metrics-asked' }],
    ] as const) {
      expectToFit(draw(TrendView, shown(value, context, ...messages), context), context);
    }
  }
});
