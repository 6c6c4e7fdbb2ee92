import { describe, expect, test } from 'vitest';
import { NotFoundError } from '../../../../src/core/errors/app-error.ts';
import type { GateView } from '../../../../src/core/session/gate-view.ts';
import type { Context } from '../../../../src/ui/runtime/screen.ts';
import { bindings } from '../../../../src/ui/screens/gate/keys.ts';
import {
  type Message,
  open,
  type State,
  selectedGateRow,
  update,
} from '../../../../src/ui/screens/gate/update.ts';
import { contextAt } from '../models/sample-registry.ts';
import {
  boundRag,
  gatedFact,
  gateReport,
  gateView,
  judgedModel,
  passedGate,
  troubledGate,
} from './sample-gate.ts';

const context = contextAt(80);
const input = { model: 'support-rag', version: '3', alias: 'latest' };
const [opening, asked] = open({ screen: 'gate', ...input });

function done(value: GateView): Message {
  return { type: 'loadGate/done', input, value };
}

function after(...messages: readonly Message[]): State {
  return messages.reduce((state, message) => update(state, message, context)[0], opening);
}

/** Why a key cannot be used; undefined when it can. */
function reasonNot(key: string, state: State, where: Context = context): string | undefined {
  const binding = bindings.find(each => each.keys.includes(key) && !each.hidden?.(state, where));
  if (binding === undefined) return 'hidden';
  return binding.disabled?.(state, where);
}

test('opening asks for the gate', () => {
  expect(asked).toEqual([{ run: 'loadGate', input }]);
});

test('the worst rule is selected first', () => {
  expect(selectedGateRow(after(done(troubledGate())))?.name).toBe('main.hallucination_score');
});

test('after a refresh the cursor stays on the same rule', () => {
  const down: Message = { type: 'moved', move: 'down' };
  const before = after(done(troubledGate()), down, down);
  const [state] = update(before, done(troubledGate()), context);
  expect(selectedGateRow(state)?.name).toBe('slices');
});

test('an answer that was read before what is shown is dropped', () => {
  const older = passedGate();
  const late = {
    ...older,
    loaded: { ...older.loaded, index: { ...older.loaded.index, readAt: '2026-01-01T00:00:00.000Z' } },
  };
  const before = after(done(troubledGate()));
  expect(update(before, done(late), context)[0]).toBe(before);
});

test('a refresh that fails leaves what is shown, with a notice', () => {
  const error = new NotFoundError('version-not-found', 'gone');
  const [state, effects] = update(
    after(done(passedGate())),
    { type: 'loadGate/failed', input, error },
    context,
  );
  expect(state.at).toBe('shown');
  expect(effects).toEqual([
    { do: 'notice', notice: { tone: 'bad', text: 'Not refreshed, this is what was read before: gone' } },
  ]);
});

describe('the keys', () => {
  test.each([
    ['evaluate', { screen: 'evaluate', model: 'support-rag', version: 'v3', alias: 'latest' }],
    ['decision', { screen: 'decision', model: 'support-rag', version: 'v3', alias: 'latest' }],
    ['promote', { screen: 'promote', model: 'support-rag', version: 'v3' }],
  ] as const)('lead to %s by the names that were read', (screen, route) => {
    const [, effects] = update(after(done(passedGate())), { type: 'screen-asked', screen }, context);
    expect(effects).toEqual([{ do: 'openRoute', route }]);
  });

  test('nothing is evaluated where nothing may be written', () => {
    const refused = contextAt(80, 24, { writes: { at: 'refused', reason: 'Read-only.' } });
    expect(reasonNot('E', after(done(passedGate())), refused)).toBe('Read-only.');
  });

  test('nothing is evaluated without a policy', () => {
    expect(reasonNot('E', after(done(gateView(judgedModel([], 'none')))))).toBe(
      'No policy is bound to latest, so there is nothing to judge by.',
    );
  });

  test('nothing is evaluated by a policy that is wrong', () => {
    const wrong = gateView(judgedModel([], { state: 'unusable', problem: 'line 3' }));
    expect(reasonNot('E', after(done(wrong)))).toBe(
      'The policy of latest cannot be used until it is corrected.',
    );
  });

  test('a decision is shown only where the policy has a score', () => {
    expect(reasonNot('o', after(done(passedGate())))).toBe(
      'This policy has no weighted score; to score it all the same, type :decide support-rag v3',
    );
    const weights = { bleu4: 1 };
    const of = { source: 'main', set: 'main' };
    const rule = {
      rule: 'weightedScore',
      id: 'score',
      effect: 'blocks',
      of,
      weights,
      minImprovement: 0,
    } as const;
    const policy = { ...boundRag, policy: { ...boundRag.policy, rules: [rule] } };
    expect(reasonNot('o', after(done({ ...passedGate(), policy })))).toBeUndefined();
  });

  test('the other alias has a key only where there is one', () => {
    expect(reasonNot('tab', after(done(passedGate())))).toBe('hidden');
    const both = judgedModel([gatedFact(), gatedFact({ alias: 'Production', verdict: 'PASS' })]);
    const state = after(done(gateView(both, { report: gateReport() })));
    const [, effects] = update(state, { type: 'screen-asked', screen: 'other-alias' }, context);
    expect(effects).toEqual([
      {
        do: 'replaceRoute',
        route: { screen: 'gate', model: 'support-rag', version: 'v3', alias: 'Production' },
      },
    ]);
  });
});

describe('a row that is opened', () => {
  const opened: Message = { type: 'row-opened' };

  test('stays open after a refresh that still has it, and closes with the row', () => {
    const before = after(done(troubledGate()), opened);
    const again = update(before, done(troubledGate()), context)[0];
    expect(again.at === 'shown' && again.detail.at).toBe('open');
    const other = update(before, done(passedGate()), context)[0];
    expect(other.at === 'shown' && other.detail.at).toBe('closed');
  });

  test('is closed by esc, the cursor where it was', () => {
    const down: Message = { type: 'moved', move: 'down' };
    const before = after(done(troubledGate()), down);
    const state = after(done(troubledGate()), down, opened, down);
    expect(reasonNot('escape', state)).toBeUndefined();
    expect(reasonNot('enter', state)).toBe('hidden');
    expect(update(state, { type: 'row-closed' }, context)[0]).toEqual(before);
  });

  test('cannot be opened where there is none', () => {
    const bare = after(done(gateView(judgedModel([]))));
    expect(reasonNot('enter', bare)).toBe('hidden');
    expect(update(bare, opened, context)[0]).toBe(bare);
  });
});
