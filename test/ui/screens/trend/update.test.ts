import { describe, expect, test } from 'vitest';
import { UnavailableError } from '../../../../src/core/errors/app-error.ts';
import { followMetric, type LoadedTrend } from '../../../../src/core/session/load-trend.ts';
import { bindings } from '../../../../src/ui/screens/trend/keys.ts';
import {
  type Message,
  open,
  type State,
  selectedPoint,
  update,
} from '../../../../src/ui/screens/trend/update.ts';
import { contextAt } from '../models/sample-registry.ts';
import { sampleTrend } from './sample-trend.ts';

const context = contextAt(80);
const route = { screen: 'trend', model: 'rag', metric: undefined } as const;
const input = { model: 'rag', metric: undefined, alias: undefined };

const done = (value: LoadedTrend = sampleTrend()): Message => ({ type: 'loadTrend/done', input, value });
const move = (wanted: 'up' | 'down' | 'first' | 'half-page-up'): Message => ({ type: 'moved', move: wanted });
const ask = (screen: 'version' | 'diff' | 'gate'): Message => ({ type: 'screen-asked', screen });
const type = (text: string): Message => ({
  type: 'metric-typed',
  field: { before: text, after: '', limit: 200 },
});

function after(...messages: readonly Message[]): State {
  return messages.reduce((state, message) => update(state, message, context)[0], open(route)[0]);
}

const selected = (state: State) => selectedPoint(state)?.version;
const metricOf = (state: State) => (state.at === 'shown' ? state.answer.trend.metric : undefined);

describe('the trend screen', () => {
  test('reads the versions when it opens', () => {
    expect(open(route)[1]).toEqual([{ run: 'loadTrend', input }]);
  });

  test('begins at the newest version that has the metric', () => {
    expect(selected(after(done()))).toBe('v8');
    expect(selected(after(done(sampleTrend([3, 4, undefined]))))).toBe('v2');
  });

  test('begins at the version of the route', () => {
    const [state] = open({ ...route, version: 'v3' });
    expect(selected(update(state, done(), context)[0])).toBe('v3');
  });

  test('moves over the versions and stops at both ends', () => {
    expect(selected(after(done(), move('up'), move('up')))).toBe('v6');
    expect(selected(after(done(), move('down')))).toBe('v8');
    expect(selected(after(done(), move('first'), move('up')))).toBe('v1');
  });

  test('crosses ten thousand versions with half a page in a few keys', () => {
    const many = sampleTrend(Array.from({ length: 10_000 }, () => 4));
    const ten = Array.from({ length: 10 }, () => move('half-page-up'));
    expect(selected(after(done(many), ...ten))).toBe('v1');
  });

  test('opens the version, its gate, and what differs from live', () => {
    const state = after(done(), move('up'), move('up'));
    const routes = (['version', 'gate', 'diff'] as const).flatMap(
      screen => update(state, ask(screen), context)[1],
    );
    expect(routes).toEqual([
      { do: 'openRoute', route: { screen: 'version', model: 'rag', version: 'v6' } },
      { do: 'openRoute', route: { screen: 'gate', model: 'rag', version: 'v6', alias: 'latest' } },
      { do: 'openRoute', route: { screen: 'diff', model: 'rag', before: 'v5', after: 'v6' } },
    ]);
  });

  test('a refresh stays on the version and on the metric', () => {
    const other = after(done(), move('first'), { type: 'metrics-asked' }, type('lat'), {
      type: 'metric-chosen',
    });
    const again = update(other, done(), context)[0];
    expect([selected(again), metricOf(again)]).toEqual(['v1', 'latency_total']);
    expect(update(other, { type: 'refresh-asked' }, context)[1]).toEqual([
      { run: 'loadTrend', input: { ...input, metric: 'latency_total' } },
    ]);
  });

  test('an answer older than what is shown is dropped', () => {
    const state = after(done());
    const value = sampleTrend();
    const readAt = '2026-11-21T08:00:00.000Z';
    const older = { ...value, loaded: { ...value.loaded, index: { ...value.loaded.index, readAt } } };
    expect(update(state, done(older), context)[0]).toBe(state);
  });

  test('a failed refresh leaves what is shown, and says so', () => {
    const state = after(done());
    const error = new UnavailableError('file-system-failed', 'The disk is gone.');
    const [next, effects] = update(state, { type: 'loadTrend/failed', input, error }, context);
    expect(next).toBe(state);
    expect(effects).toMatchObject([{ do: 'notice', notice: { tone: 'bad' } }]);
  });

  test('after a failure it can be tried again', () => {
    const error = new UnavailableError('file-system-failed', 'The disk is gone.');
    const failed = after({ type: 'loadTrend/failed', input, error });
    expect(update(failed, { type: 'refresh-asked' }, context)).toEqual(open(route));
  });
});

describe('choosing another metric', () => {
  test('changes it without reading anything again, the cursor where it was', () => {
    const before = after(done(), move('first'), { type: 'metrics-asked' }, type('LATENCY'));
    const [state, effects] = update(before, { type: 'metric-chosen' }, context);
    expect([selected(state), metricOf(state), effects]).toEqual(['v1', 'latency_total', []]);
    expect(state.at === 'shown' && state.answer).toEqual(followMetric(sampleTrend(), 'latency_total'));
  });

  test('begins on the metric that is shown', () => {
    const state = after(done(), { type: 'metrics-asked' });
    expect(state.at === 'choosing' && state.choices[state.list.cursor]?.metric).toBe('groundedness');
  });

  test('left without choosing everything is as it was', () => {
    const state = after(done(), move('up'));
    const [left] = update(
      update(state, { type: 'metrics-asked' }, context)[0],
      { type: 'metrics-left' },
      context,
    );
    expect(left).toEqual(state);
  });

  test('what fits no metric chooses nothing', () => {
    const state = after(done(), { type: 'metrics-asked' }, type('zzz'));
    expect(update(state, { type: 'metric-chosen' }, context)[0]).toBe(state);
    const enter = bindings.find(binding => binding.label === 'Show');
    expect(enter?.disabled?.(state, context)).toBe('No metric fits what was typed.');
  });
});

describe('keys', () => {
  const reasonOf = (label: string, state: State) =>
    bindings.find(binding => binding.label === label)?.disabled?.(state, context);

  test('say why they do nothing yet', () => {
    expect(reasonOf('Metric', open(route)[0])).toBe('The versions are still being read.');
    expect(reasonOf('Version', after(done(sampleTrend([undefined]))))).toBe('No version has a metric.');
  });

  test('what is live is not compared with itself', () => {
    const live = after(done(), move('up'), move('up'), move('up'));
    expect(reasonOf('Diff with live', live)).toBe('v5 is what is live.');
    expect(reasonOf('Diff with live', after(done()))).toBeUndefined();
  });

  test('of the chart and of the list never stand beside each other', () => {
    const seen = (state: State) =>
      bindings.filter(binding => !binding.hidden?.(state, context)).map(binding => binding.label);
    expect(seen(after(done(), { type: 'metrics-asked' }))).toEqual(['Show', 'Keep the metric']);
    expect(seen(after(done()))).not.toContain('Show');
  });
});
