import { describe, expect, test } from 'vitest';
import type { ModelIndex } from '../../../../src/core/registry/registry-index.ts';
import type { Context } from '../../../../src/ui/runtime/screen.ts';
import { type Message, open, type State, update } from '../../../../src/ui/screens/history/update.ts';
import { HistoryView } from '../../../../src/ui/screens/history/view.tsx';
import { createTheme } from '../../../../src/ui/terminal/theme.ts';
import { gatedFact, sampleReport } from '../../../support/sample-report.ts';
import { draw } from '../models/draw.tsx';
import { everyTerminal, expectToFit } from '../models/fits.ts';
import {
  chainOf,
  contextAt,
  latestPointer,
  loadedVersions,
  modelIndex,
  moveLatest,
} from '../models/sample-registry.ts';
import { driftedModel, longName, rolledBackModel, wideName } from '../models/samples.ts';

const [opening] = open({ screen: 'history', model: 'rag' });

function shown(index: ModelIndex, context: Context, ...messages: readonly Message[]): State {
  const loaded: Message = { type: 'loadModel/done', input: { model: 'rag' }, value: loadedVersions(index) };
  return [loaded, ...messages].reduce((state, message) => update(state, message, context)[0], opening);
}

test('at 80 columns each entry says when, what, who and why', () => {
  const context = contextAt(80);
  expect(draw(HistoryView, shown(rolledBackModel('rag'), context), context)).toEqual([
    '✓ The history of rag is intact, 4 entries.',
    '    AGE  WHEN (UTC)   ACTION    CHANGE            WHO         WHY           GATE',
    '>    5h  11-21 03:10  rollback  latest v3 → v2    alice@exa…  INC-42 回答…  NONE',
    '    14h  11-20 18:00  promote   latest v2 → v3    anna@exam…  weekly cand…  NONE',
    '    10d  11-10 10:00  promote   latest v1 → v2    ci@exampl…                NONE',
    '    19d  11-01 10:00  found     latest none → v1  outside     recorded be…  NONE',
    ...Array.from({ length: 10 }, () => ''),
    '── rollback latest v3 → v2 ─────────────────────────────────────────────────────',
    'why       INC-42 回答に幻覚が多い: support reported invented refund rules in',
    '          every third answer since the release of Thursday evening',
    'by        alice@example.org, 2026-11-21 03:10 UTC (5h)',
  ]);
});

test('an expanded entry shows its facts, operation and digest', () => {
  const context = contextAt(80);
  const lines = draw(
    HistoryView,
    shown(rolledBackModel('rag'), context, { type: 'detail-toggled' }),
    context,
  );
  expect(lines.slice(lines.indexOf('by        alice@example.org, 2026-11-21 03:10 UTC (5h)') + 1)).toEqual([
    'fact      v3 held',
    'operation operation-4',
    expect.stringMatching(/^sha256 {4}[0-9a-f]{64}$/),
    'gate      NONE',
    'entry     generation 4, written by lastgood 0.1.0',
  ]);
});

test('at 60 columns action, change, who and why are left', () => {
  const context = contextAt(60, 15);
  expect(draw(HistoryView, shown(driftedModel('rag'), context), context)).toEqual([
    '✓ The history of rag is intact, 4 entries.',
    '    AGE  ACTION    CHANGE            WHO        WHY',
    '>     -  DRIFT     latest v2 → v1    ?          not on reco…',
    '     5h  rollback  latest v3 → v2    alice@ex…  INC-42 回答…',
    '    14h  promote   latest v2 → v3    anna@exa…  weekly cand…',
    '    10d  promote   latest v1 → v2    ci@examp…',
    '    19d  found     latest none → v1  outside    recorded be…',
    '',
    '── DRIFT latest v2 → v1 ────────────────────────────────────',
    'DRIFT     Moved outside lastgood. A on the models screen',
    '          keeps it or puts it back.',
  ]);
});

describe('what has to be seen', () => {
  const context = contextAt(80);

  test('a history that was altered, in words and first', () => {
    const [first, ...later] = rolledBackModel('rag').entries;
    const entries = first ? [{ ...first, digest: '0'.repeat(64) }, ...later] : [];
    const lines = draw(HistoryView, shown({ ...rolledBackModel('rag'), entries }, context), context);
    expect(lines[0]).toBe('✗ The history of rag is altered: entry 1 is not the entry that 2 was written');
    expect(lines[1]).toBe('  after. Nothing is written until it is repaired: lastgood doctor, in a shell.');
  });

  test('a gate that was overridden', () => {
    const gate = { verdict: 'FAIL', overridden: true } as const;
    const index = modelIndex('rag', 1, { entries: chainOf('rag', [{ ...moveLatest(null, 'v1'), gate }]) });
    expect(draw(HistoryView, shown(index, context), context)[2]).toContain('OVERRIDDEN');
    const narrow = contextAt(60, 15);
    expect(draw(HistoryView, shown(index, narrow), narrow)[2]).toContain('OVERRIDDEN');
  });

  test('a verdict, and the policy it is by', () => {
    const fact = gatedFact(sampleReport());
    const { policy, policySha256, reportSha256 } = fact;
    const gate = {
      verdict: 'PASS',
      overridden: false,
      bound: { policy, policySha256, reportSha256 },
    } as const;
    const entries = chainOf('rag', [{ action: 'gate', moves: [], facts: [fact], gate }]);
    const index = modelIndex('rag', 1, { entries });
    const lines = draw(HistoryView, shown(index, context, { type: 'detail-toggled' }), context);
    expect(lines[2]).toMatch(/^> .* gate .* v1 gate PASS .* PASS$/);
    expect(lines).toContain('fact      v1 gate PASS (rag) for latest');
    expect(lines).toContain('gate      PASS (rag)');
  });

  test('what was undone', () => {
    const entries = chainOf('rag', [
      moveLatest(null, 'v1'),
      moveLatest('v1', 'v2'),
      { ...moveLatest('v2', 'v1'), action: 'undo', reverts: 'operation-2' },
    ]);
    const index = modelIndex('rag', 2, { entries });
    const lines = draw(HistoryView, shown(index, context, { type: 'moved', move: 'down' }), context);
    expect(lines[3]).toMatch(/^> .* promote .* undone /);
    expect(lines).toContainEqual(expect.stringMatching(/^── promote latest v1 → v2, undone ─/));
  });

  test('rollbacks recorded before lastgood', () => {
    const index = modelIndex('rag', 3, {
      pointers: [latestPointer('rag', 'v2')],
      foreignRollbacks: [
        { version: 'v3', target: 'v2', at: '2026-07-01T09:30:00.000Z', actor: 'bob', reason: 'bad' },
      ],
    });
    const lines = draw(HistoryView, shown(index, context, { type: 'moved', move: 'down' }), context);
    expect(lines[3]).toMatch(/^> +\S+ {2}07-01 09:30 {2}rollback {2}v3 → v2 .* bob .* before last/);
    expect(lines).toContain('before    Another program recorded this before lastgood kept the history.');
    expect(lines).toContain('why       before lastgood: bad');
  });

  test('that nothing is on record yet', () => {
    expect(draw(HistoryView, shown(modelIndex('rag', 1), context), context)).toEqual([
      '✓ The history of rag is empty.',
      'Nothing is on record yet: no version was promoted or rolled back here.',
      'The first promotion begins the history.',
    ]);
  });
});

test('in ASCII nothing but ASCII is drawn', () => {
  const context = contextAt(80, 24, { theme: createTheme('mono', 'ascii') });
  const index = modelIndex('rag', 1, { entries: chainOf('rag', [moveLatest(null, 'v1')]) });
  expect(draw(HistoryView, shown(index, context), context).join('')).toMatch(/^[ -~]*$/);
});

test('a text with control characters is made harmless', () => {
  const context = contextAt(120);
  const entries = chainOf('rag', [
    { ...moveLatest(null, 'v1'), actor: '\u001B[2Jevil', reason: 'a\nb\u202E', operationId: 'x\u0007y' },
  ]);
  const state = shown(modelIndex('rag', 1, { entries }), context, { type: 'detail-toggled' });
  const drawn = draw(HistoryView, state, context).join('\n');
  expect(drawn).toContain('a↵b<U+202E>');
  expect(drawn).not.toContain('\u001B');
  expect(drawn).not.toContain('\u0007');
});

test.each(everyTerminal)('a history fits %s', (_, context) => {
  const wild = modelIndex(longName, 2, {
    entries: chainOf(longName, [
      { ...moveLatest(null, `v${'1'.repeat(100)}`), reason: wideName.repeat(40), actor: wideName },
    ]),
  });
  for (const index of [driftedModel(wideName), wild]) {
    for (const messages of [[], [{ type: 'detail-toggled' }]] as const) {
      expectToFit(draw(HistoryView, shown(index, context, ...messages), context), context);
    }
  }
});
