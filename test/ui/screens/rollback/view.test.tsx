import { describe, expect, test } from 'vitest';
import type { PolicyState } from '../../../../src/core/gate/gate-standing.ts';
import { metricGateOf } from '../../../../src/core/gate/metric-thresholds.ts';
import { chooseLastGood, choosePrevious } from '../../../../src/core/rollback/choose-target.ts';
import { rankRollbackTargets } from '../../../../src/core/rollback/rank-targets.ts';
import type { RollbackChoices } from '../../../../src/core/session/prepare-rollback.ts';
import { linesOfDifference } from '../../../../src/ui/act/difference-lines.ts';
import { textOfLine } from '../../../../src/ui/components/line.tsx';
import type { Context } from '../../../../src/ui/runtime/screen.ts';
import { type Message, open, type State, update } from '../../../../src/ui/screens/rollback/update.ts';
import { RollbackView } from '../../../../src/ui/screens/rollback/view.tsx';
import { createTheme } from '../../../../src/ui/terminal/theme.ts';
import { ragPolicy } from '../../../support/gate-policies.ts';
import { draw } from '../models/draw.tsx';
import { everyTerminal, expectToFit } from '../models/fits.ts';
import {
  chainOf,
  contextAt,
  loadedVersions,
  modelIndex,
  moveLatest,
  now,
} from '../models/sample-registry.ts';

const bound: PolicyState = {
  state: 'bound',
  bound: { policy: ragPolicy(), sha256: 'digest', origin: 'built in' },
};

/** v3 is live; v2 was good but slow, v1 would fail the gate. */
function choicesWith(policy: PolicyState | undefined): RollbackChoices {
  const entries = chainOf('rag', [
    { ...moveLatest(null, 'v1'), at: '2026-11-01T10:00:00.000Z' },
    { ...moveLatest('v1', 'v2'), at: '2026-11-10T10:00:00.000Z' },
    { ...moveLatest('v2', 'v3'), at: '2026-11-20T18:00:00.000Z' },
  ]);
  const metrics: Readonly<Record<string, Readonly<Record<string, number>>>> = {
    v1: { groundedness: 2.74, latency_total: 2, hallucination_score: 0.3 },
    v2: { groundedness: 4.33, latency_total: 4, hallucination_score: 0.2 },
    v3: { groundedness: 3.9, latency_total: 3, hallucination_score: 0.9 },
  };
  const policies = new Map(policy === undefined ? [] : [['latest', policy] as const]);
  const found = loadedVersions(modelIndex('rag', 3, { entries }), version => ({
    metrics: metrics[version] ?? {},
  }));
  const loaded = { ...found, policies };
  const bind = policy?.state === 'bound' ? policy.bound.policy : undefined;
  const candidates = rankRollbackTargets(loaded.status, 'latest', loaded.versions, new Map(), now, bind);
  return {
    loaded,
    alias: 'latest',
    live: 'v3',
    candidates,
    lastGood: chooseLastGood(candidates),
    toCome: undefined,
    previous: choosePrevious(loaded.status, 'latest'),
  };
}

function shown(choices: RollbackChoices, context: Context, ...messages: readonly Message[]): State {
  const done: Message = {
    type: 'loadRollbackChoices/done',
    input: { model: 'rag', alias: 'latest' },
    value: choices,
  };
  const [opening] = open({ screen: 'rollback', model: 'rag', version: undefined });
  return [done, ...messages].reduce((state, message) => update(state, message, context)[0], opening);
}

const down: Message = { type: 'moved', move: 'down' };

test('each target says what going there changes, now to then, and what would fail the gate', () => {
  const context = contextAt(80);
  const lines = draw(RollbackView, shown(choicesWith(bound), context, down), context);
  expect(lines.filter(line => line !== '')).toEqual([
    'Live: v3 under latest  since 2026-11-20 18:00, 14h, by anna@example.com',
    'Last good: v2, proven live and not rolled back.',
    '  VERSION       STANDING       METRICS THEN                WAS LIVE  ENDED  GATE',
    '  v2            proven good    2 better, 1 worse           10d       14h    NONE',
    '> v1            proven good    2 better, 1 worse, 1 fails  9d        10d    NONE',
    'v3 → v1',
    '  groundedness 3.9 → 2.74  ▼ -1.16 worse, now fails',
    '  hallucination_score 0.9 → 0.3  ▲ -0.6 better, now passes',
    '  latency_total 3 → 2  ▲ -1 better',
  ]);
});

test('what was failing and passes again is said too', () => {
  const context = contextAt(80);
  const lines = draw(RollbackView, shown(choicesWith(bound), context), context);
  expect(lines.filter(line => line !== '').slice(-4)).toEqual([
    'v3 → v2',
    '  latency_total 3 → 4  ▼ +1 worse',
    '  hallucination_score 0.9 → 0.2  ▲ -0.7 better, now passes',
    '  groundedness 3.9 → 4.33  ▲ +0.43 better',
  ]);
});

test('without a policy the changes have their direction only', () => {
  const context = contextAt(80);
  const text = draw(RollbackView, shown(choicesWith(undefined), context, down), context).join('\n');
  expect(text).toContain('▼ -1.16 worse');
  expect(text).not.toContain('fails');
});

test('the review repeats them, by the gate of the alias', () => {
  const { loaded } = choicesWith(bound);
  const [before, , after] = loaded.versions.toReversed();
  const lines = linesOfDifference(
    before,
    after,
    createTheme('mono', 'unicode'),
    metricGateOf('latest', bound),
  );
  expect(lines.map(textOfLine)[1]).toBe('  groundedness 3.9 → 2.74  ▼ -1.16 worse, now fails');
});

describe('in every terminal', () => {
  test.each(everyTerminal)('the targets fit %s', (_, context) => {
    for (const choices of [choicesWith(bound), choicesWith(undefined)]) {
      expectToFit(draw(RollbackView, shown(choices, context, down), context), context);
    }
  });

  test('in ASCII nothing but ASCII is drawn', () => {
    const context = contextAt(80, 24, { theme: createTheme('mono', 'ascii') });
    const lines = draw(RollbackView, shown(choicesWith(bound), context, down), context);
    expect(lines.join('')).toMatch(/^[ -~]*$/);
  });
});
