import { describe, expect, test } from 'vitest';
import type { VoteResult } from '../../../../src/core/votes/vote-result.ts';
import type { Context } from '../../../../src/ui/runtime/screen.ts';
import { type Message, open, update } from '../../../../src/ui/screens/gate/update.ts';
import { GateView } from '../../../../src/ui/screens/gate/view.tsx';
import { draw } from '../models/draw.tsx';
import { everyTerminal, expectToFit } from '../models/fits.ts';
import { contextAt, now } from '../models/sample-registry.ts';
import { wideName } from '../models/samples.ts';
import { gatedFact, gateReport, gateView, judgedModel, ruleResult } from './sample-gate.ts';

const input = { model: 'support-rag', version: 'v3', alias: 'latest' };
const hourMs = 3_600_000;

function votes(changes: Partial<VoteResult> = {}): VoteResult {
  return {
    candidate: 'qwen_v2',
    ...{ wins: 9, losses: 5, ties: 3, neither: 1, others: 40, selfPairs: 0, unknown: 0 },
    ...{ duplicates: 0, future: 0, older: 0 },
    ratio: 9 / 14,
    interval: { low: 0.387, high: 0.8366 },
    ...{ threshold: 0.5, minVotes: 20, windowMs: 24 * hourMs, candidateForMs: 24 * hourMs },
    candidateSince: new Date(Date.parse(now) - 18 * hourMs).toISOString(),
    sinceFrom: 'history',
    ...changes,
  };
}

function drawn(result: VoteResult, context: Context, ...messages: readonly Message[]): readonly string[] {
  const rule = ruleResult('feedback', {
    ...{ rule: 'votes', verdict: 'INCONCLUSIVE', file: 'user_feedback.json', metric: 'win_ratio' },
    ...{ threshold: 0.5, value: 9 / 14, margin: 0.142857142857, unit: 'ratio', votes: result },
    ...{ reason: 'qwen_v2 won 9 of 14 votes; at least 20 are needed.', remedy: 'Needs 6 more votes.' },
  });
  const report = gateReport({ verdict: 'INCONCLUSIVE', rules: [rule], files: [] });
  const view = gateView(judgedModel([gatedFact({ verdict: 'INCONCLUSIVE' })]), { report, checks: [] });
  const [opening] = open({ screen: 'gate', ...input });
  const all: readonly Message[] = [{ type: 'loadGate/done', input, value: view }, ...messages];
  const state = all.reduce((before, message) => update(before, message, context)[0], opening);
  return draw(GateView, state, context);
}

/** What is below the rule on the screen. */
function panelOf(lines: readonly string[]): readonly string[] {
  return lines.slice(lines.findIndex(line => line.startsWith('──')) + 1);
}

test('the panel of votes says how they fell, what is missing, and how long is left', () => {
  expect(panelOf(drawn(votes(), contextAt(100, 34)))).toEqual([
    'votes          14 of the last 24 h: 9 won, 5 lost, 6 more needed  (needs at least 20)',
    'ratio          64.2%, 38.7% to 83.6% with 95% confidence  (needs at least 50%)',
    'no preference  3 tied, 1 neither',
    expect.stringMatching(/^candidate {6}since 2026-11-20 \d\d:\d\d UTC, 6 h left {2}\(needs for 24 h\)$/),
    'qwen_v2 won 9 of 14 votes; at least 20 are needed.',
    'To pass: needs 6 more votes.',
  ]);
});

test('what was not counted stands below, and a time nobody knows is said', () => {
  const odd = votes({ older: 2, duplicates: 1, selfPairs: 4, unknown: 1, future: 3, candidateSince: null });
  const panel = panelOf(drawn(odd, contextAt(100, 34)));
  expect(panel[3]).toBe('candidate      nobody recorded since when  (needs for 24 h)');
  expect(panel[4]).toBe('not counted    2 older, 1 repeated, 4 with itself, 1 unreadable, 3 from the future');
});

test('without a vote there is no ratio', () => {
  const none = votes({ wins: 0, losses: 0, ratio: null, interval: null });
  expect(panelOf(drawn(none, contextAt(80)))[1]).toBe('ratio          none yet  (needs at least 50%)');
});

describe('on a narrow terminal', () => {
  test.each(everyTerminal)('nothing is wider or taller than %s', (_, context) => {
    for (const messages of [[], [{ type: 'row-opened' }]] as const) {
      expectToFit(drawn(votes({ candidate: wideName }), context, ...messages), context);
    }
  });
});
