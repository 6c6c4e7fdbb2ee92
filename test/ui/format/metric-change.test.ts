import { describe, expect, test } from 'vitest';
import { compareMetric, knowMetric } from '../../../src/core/diff/compare-metrics.ts';
import { asciiBar, drawChangeBar } from '../../../src/ui/format/change-bar.ts';
import { describeDifference, segmentOfChange } from '../../../src/ui/format/delta.ts';
import { asciiBoundSigns, describeCrossing, formatDemands } from '../../../src/ui/format/demand.ts';
import { createTheme } from '../../../src/ui/terminal/theme.ts';
import { ragPolicy } from '../../support/gate-policies.ts';

const theme = createTheme('mono', 'unicode');

function change(metric: string, before: number | undefined, after: number | undefined) {
  return compareMetric(knowMetric(metric, ragPolicy()), before, after);
}

test.each<readonly [ratio: number | undefined, bar: string]>([
  [undefined, ''],
  [0, ''],
  [0.001, '#....'],
  [-0.02, '##...'],
  [0.05, '###..'],
  [-0.1, '####.'],
  [0.25, '#####'],
  [-30, '#####'],
])('a change by %s is drawn as %j', (differenceRatio, bar) => {
  expect(drawChangeBar({ differenceRatio }, asciiBar)).toBe(bar);
});

describe('crossing what the gate demands', () => {
  test('is said beside the change', () => {
    expect(segmentOfChange(change('groundedness', 4, 2.6), theme).text).toBe('▼ -1.4 worse, now fails');
    expect(segmentOfChange(change('groundedness', 4, 3.6), theme).text).toBe('▼ -0.4 worse');
  });

  test.each([
    [change('groundedness', 4, 2.6), 'groundedness falls below 3: the gate of latest would fail.'],
    [change('latency_total', 4, 6), 'latency_total rises above 5: the gate of latest would fail.'],
    [change('groundedness', 2.6, 3), 'groundedness reaches 3, as the gate of latest demands.'],
    [change('groundedness', 4, 5), undefined],
    [change('groundedness', 4, undefined), undefined],
  ])('is told as a sentence', (metric, sentence) => {
    expect(describeCrossing(metric, 'latest')).toBe(sentence);
  });
});

test('a difference has its share of what was before, without binary noise', () => {
  expect(describeDifference(change('groundedness', 0.3, 0.1))).toBe('-0.2 (-67%)');
  expect(describeDifference(change('groundedness', 0, 0.1))).toBe('+0.1');
  expect(describeDifference(change('groundedness', 1, 1))).toBe('');
});

test('several demands stand beside each other', () => {
  const demands = [
    { operator: '>=', threshold: 3 },
    { operator: '<=', threshold: 5 },
  ] as const;
  expect(formatDemands(demands, theme.symbols)).toBe('≥ 3 and ≤ 5');
  expect(formatDemands(demands, asciiBoundSigns)).toBe('>= 3 and <= 5');
});
