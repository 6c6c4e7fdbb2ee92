import { describe, expect, test } from 'vitest';
import { compareVersions, type VersionComparison } from '../../../../src/core/diff/compare-versions.ts';
import type { Version } from '../../../../src/core/registry/version.ts';
import type { Context } from '../../../../src/ui/runtime/screen.ts';
import { type Message, open, type State, update } from '../../../../src/ui/screens/diff/update.ts';
import { DiffView } from '../../../../src/ui/screens/diff/view.tsx';
import { createTheme } from '../../../../src/ui/terminal/theme.ts';
import { ragPolicy } from '../../../support/gate-policies.ts';
import { draw } from '../models/draw.tsx';
import { everyTerminal, expectToFit } from '../models/fits.ts';
import { contextAt, readAt, versionOf } from '../models/sample-registry.ts';
import { longName, longReason, wideName } from '../models/samples.ts';

const input = { model: 'rag', before: 'v2', after: 'v3' };
const [opening] = open({ screen: 'diff', ...input });

function shown(before: Version, after: Version, context: Context, ...messages: readonly Message[]): State {
  return shownWith(compareVersions(before, after), context, ...messages);
}

function shownWith(comparison: VersionComparison, context: Context, ...messages: readonly Message[]): State {
  const value = { comparison, readAt };
  const done: Message = { type: 'compareVersions/done', input, value };
  return [done, ...messages].reduce((state, message) => update(state, message, context)[0], opening);
}

const second = versionOf('rag', 'v2');
const third = versionOf('rag', 'v3', {
  metrics: { groundedness: 4.2, answer_relevance: 3.9, hallucination_score: 0.12, recall: 0.8 },
  configuration: { 'retriever.name': '"vector"', 'retriever.top_k': '8', prompt: JSON.stringify(longReason) },
});
const small = versionOf('rag', 'v3', { metrics: { groundedness: 4.2, latency_avg_ms: 2500 } });
const smaller = versionOf('rag', 'v2', { metrics: { groundedness: 3.9, latency_avg_ms: 2310 } });

test('what does not fit as a table is drawn as lines, at 80 columns', () => {
  const context = contextAt(80);
  expect(draw(DiffView, shown(second, third, context), context)).toEqual([
    'rag  v2 → v3',
    'Metrics: 1 better, 1 worse, 1 same, 1 gone, 1 new.',
    'METRIC                       v2         v3  CHANGE                 SIZE        %',
    'answer_relevance            4.1        3.9  ▼ -0.2 worse           ██░░░   -4.9%',
    'groundedness                3.9        4.2  ▲ +0.3 better          ███░░   +7.7%',
    'hallucination_score        0.12       0.12  = same',
    'latency_avg_ms             2310          -  ? no longer measured',
    'recall                        -        0.8  ? not measured before',
    '',
    'Configuration  2 values changed, 1 the same',
    '  prompt',
    '    before  (not there)',
    '    after   "INC-42 回答に幻覚が多い: support reported invented refund rules in',
    '            every third answer since the release of Thursday evening"',
    '  retriever.top_k  5 → 8',
    '',
    'Artifacts  2 files, nothing changed',
  ]);
});

test('what fits is a table', () => {
  const context = contextAt(80);
  expect(draw(DiffView, shown(smaller, small, context), context)).toEqual([
    'rag  v2 → v3',
    'Metrics: 1 better, 1 worse.',
    '┌────────────────┬──────┬──────┬───────────────┬───────┬───────┬────────────┐',
    '│ METRIC         │   v2 │   v3 │ CHANGE        │ SIZE  │     % │ UNIT       │',
    '├────────────────┼──────┼──────┼───────────────┼───────┼───────┼────────────┤',
    '│ groundedness   │  3.9 │  4.2 │ ▲ +0.3 better │ ███░░ │ +7.7% │ score 0..5 │',
    '├────────────────┼──────┼──────┼───────────────┼───────┼───────┼────────────┤',
    '│ latency_avg_ms │ 2310 │ 2500 │ ▼ +190 worse  │ ███░░ │ +8.2% │ ms         │',
    '└────────────────┴──────┴──────┴───────────────┴───────┴───────┴────────────┘',
    '',
    'Configuration  2 values, nothing changed',
    '',
    'Artifacts  2 files, nothing changed',
  ]);
});

test('at 60 columns the change keeps its words', () => {
  const context = contextAt(60, 15);
  expect(draw(DiffView, shown(second, third, context), context).slice(0, 5)).toEqual([
    'rag  v2 → v3  lines 1-9 of 16',
    'Metrics: 1 better, 1 worse, 1 same, 1 gone, 1 new.',
    'METRIC                  v2       v3  CHANGE                %',
    'answer_relevance       4.1      3.9  ▼ -0.2 worse      -4.9%',
    'groundedness           3.9      4.2  ▲ +0.3 better     +7.7%',
  ]);
});

describe('only worse', () => {
  const context = contextAt(80);
  const worse: Message = { type: 'only-worse-toggled' };

  test('leaves what got worse and says that it hides the rest', () => {
    const lines = draw(DiffView, shown(second, third, context, worse), context);
    expect(lines.filter(line => line.includes('worse'))).toHaveLength(3);
    expect(lines.join('\n')).not.toContain('groundedness');
    expect(lines.at(-1)).toBe('Only what got worse is shown; w shows everything.');
  });

  test('says so where nothing got worse', () => {
    const lines = draw(DiffView, shown(second, second, context, worse), context);
    expect(lines).toContain('No metric got worse.');
  });
});

test('swapped, better becomes worse', () => {
  const context = contextAt(80);
  const lines = draw(DiffView, shown(smaller, small, context, { type: 'swap-asked' }), context);
  expect(lines[0]).toBe('rag  v3 → v2');
  expect(lines[5]).toContain('▼ -0.3 worse');
});

describe('with a gate', () => {
  const gate = { alias: 'latest', policy: ragPolicy() };
  const bad = versionOf('rag', 'v3', { metrics: { groundedness: 2.74, hallucination_score: 0.2 } });
  const good = versionOf('rag', 'v2', { metrics: { groundedness: 4.33, hallucination_score: 0.6 } });

  test('what crosses a threshold stands beside the change and below in a sentence', () => {
    const context = contextAt(80);
    expect(draw(DiffView, shownWith(compareVersions(good, bad, gate), context), context)).toEqual([
      'rag  v2 → v3',
      'Metrics: 1 better, 1 worse; 1 now fails its gate.',
      '┌─────────────────────┬──────┬──────┬───────────────────────────┬───────┬──────┐',
      '│ METRIC              │   v2 │   v3 │ CHANGE                    │ SIZE  │    % │',
      '├─────────────────────┼──────┼──────┼───────────────────────────┼───────┼──────┤',
      '│ groundedness        │ 4.33 │ 2.74 │ ▼ -1.59 worse, now fails  │ █████ │ -37% │',
      '├─────────────────────┼──────┼──────┼───────────────────────────┼───────┼──────┤',
      '│ hallucination_score │  0.6 │  0.2 │ ▲ -0.4 better, now passes │ █████ │ -67% │',
      '└─────────────────────┴──────┴──────┴───────────────────────────┴───────┴──────┘',
      '',
      '✗ groundedness falls below 3: the gate of latest would fail.',
      '✓ hallucination_score reaches 0.5, as the gate of latest demands.',
      '',
      'Configuration  2 values, nothing changed',
      '',
      'Artifacts  2 files, nothing changed',
    ]);
  });

  test('turned round, what failed passes', () => {
    const context = contextAt(80);
    const state = shownWith(compareVersions(good, bad, gate), context, { type: 'swap-asked' });
    const lines = draw(DiffView, state, context).join(' ');
    expect(lines).toContain('✗ hallucination_score rises above 0.5: the gate of latest would fail.');
    expect(lines).toContain('✓ groundedness reaches 3, as the gate of latest demands.');
  });

  test('only worse keeps what fails', () => {
    const context = contextAt(60, 15);
    const state = shownWith(compareVersions(good, bad, gate), context, { type: 'only-worse-toggled' });
    expect(draw(DiffView, state, context)).toEqual([
      'rag  v2 → v3',
      'Metrics: 1 better, 1 worse; 1 now fails its gate.',
      'METRIC                 v2       v3  CHANGE',
      'groundedness         4.33     2.74  ▼ -1.59 worse, now fails',
      '',
      '✗ groundedness falls below 3: the gate of latest would fail.',
      '',
      'Only what got worse is shown; w shows everything.',
    ]);
  });
});

test('a version that cannot be compared is named', () => {
  const context = contextAt(80);
  const damaged: Version = { model: 'rag', version: 'v3', whole: 'damaged', problem: 'torn' };
  const lines = draw(DiffView, shown(second, damaged, context), context);
  expect(lines).toContain('! v3 is damaged: torn');
});

test('in ASCII nothing but ASCII is drawn', () => {
  const context = contextAt(80, 24, { theme: createTheme('mono', 'ascii') });
  expect(draw(DiffView, shown(smaller, small, context), context).join('')).toMatch(/^[ -~]*$/);
});

test.each(everyTerminal)('a diff fits %s', (_, context) => {
  const wild = versionOf(wideName, longName, {
    metrics: { [longName]: 1e-7, [wideName]: 123_456_789, groundedness: 4 },
    configuration: { [wideName]: longReason, [longName]: '1' },
    particulars: [['registered by', wideName]],
  });
  for (const after of [small, third, wild]) {
    for (const messages of [
      [],
      [{ type: 'only-worse-toggled' }],
      [{ type: 'moved', move: 'last' }],
    ] as const) {
      expectToFit(draw(DiffView, shown(second, after, context, ...messages), context), context);
    }
  }
});
