import { expect, test } from 'vitest';
import type { DecisionView } from '../../../../src/core/session/load-decision.ts';
import type { Context } from '../../../../src/ui/runtime/screen.ts';
import { decisionScreen } from '../../../../src/ui/screens/decision/decision-screen.ts';
import { type Message, open, type State, update } from '../../../../src/ui/screens/decision/update.ts';
import { DecisionScreenView } from '../../../../src/ui/screens/decision/view.tsx';
import { createTheme } from '../../../../src/ui/terminal/theme.ts';
import { evaluatedAt } from '../gate/sample-gate.ts';
import { draw } from '../models/draw.tsx';
import { everyTerminal, expectToFit } from '../models/fits.ts';
import { contextAt } from '../models/sample-registry.ts';
import { longName, wideName } from '../models/samples.ts';
import { type Deployed, decisionOf, decisionView, documented, repeated } from './sample-decision.ts';

const input = { model: 'support-rag', version: '3', alias: 'latest' };
const [opening, asked] = open({ screen: 'decision', ...input });
const deployed: Deployed = [
  { version: 'v1', score: 0.21, live: false },
  { version: 'v2', score: 0.25, live: true },
  { version: 'v0', score: null, live: false, problem: 'it has no bleu4' },
];

function shown(value: DecisionView, context: Context, ...messages: readonly Message[]): State {
  const done: Message = { type: 'loadDecision/done', input, value };
  return [done, ...messages].reduce((state, message) => update(state, message, context)[0], opening);
}

function drawn(value: DecisionView, context: Context, ...messages: readonly Message[]): readonly string[] {
  return draw(DecisionScreenView, shown(value, context, ...messages), context);
}

test('what is copied is the command that decides the same', () => {
  const view = decisionView(decisionOf(documented, deployed));
  const copyOf = (value: DecisionView) =>
    decisionScreen.copies?.(shown(value, contextAt(80, 34)), contextAt(80, 34));
  expect(copyOf(view)).toBe('lastgood decide support-rag v3');
  expect(copyOf({ ...view, alias: 'canary' })).toBe('lastgood decide support-rag v3 --to canary');
});

test('opening asks for the decision', () => {
  expect(asked).toEqual([{ run: 'loadDecision', input }]);
});

test('the documented example, against what was deployed, at 80 columns', () => {
  const view = decisionView(decisionOf(documented, deployed));
  expect(drawn(view, contextAt(80, 34))).toEqual([
    '✓ DEPLOY  support-rag v3 for latest',
    '0.257865 is better than the best so far, v2 with 0.250000, by 0.007865 (3.1%),',
    'which is more than 0.001.',
    'Made now from its own metrics, by the usual weights: no policy with a score is',
    'bound.',
    '',
    'Score',
    '  METRIC            WEIGHT     VALUE       ADDS',
    '  bleu1                10%    0.3713   0.037130  █████████████████',
    '  bleu2                15%    0.2622   0.039330  ██████████████████',
    '  bleu3                25%    0.2035   0.050875  ████████████████████████',
    '  bleu4                40%    0.1603   0.064120  ██████████████████████████████',
    '  rougeL_precision     10%    0.6641   0.066410  ███████████████████████████████',
    '  Sum                                  0.257865',
    '',
    'Deployed under latest and not taken back',
    '  v3   0.257865  ██████████████████████████████  this one',
    '  v2   0.250000  █████████████████████████████  best, live',
    '  v1   0.210000  ████████████████████████',
    '  v0  no score: it has no bleu4',
    '',
    'Improvement',
    '  +0.007865 (+3.1%) over v2; more than 0.001 is needed.',
    '  ─0──────|─────────────────────────────────────────────────*─',
    '  0 equal to the best   | needed   * this one',
  ]);
});

test('an improvement within the noise lies inside the band, in ASCII too', () => {
  const readMetric = repeated(documented, 0.02);
  const view = decisionView(decisionOf(documented, deployed, { readMetric }));
  const lines = drawn(view, contextAt(80, 40, { theme: createTheme('mono', 'ascii') }));
  expect(lines.join('')).toMatch(/^[ -~]*$/);
  expect(lines[0]).toBe('x SKIP  support-rag v3 for latest');
  expect(lines.slice(-4)).toEqual([
    '  +0.007865 (+3.1%) over v2; more than 0.001 is needed. The noise of repeat runs',
    '  is 0.020000.',
    '  -0..|..................*...................................-',
    '  0 equal to the best   | needed   * this one   . noise',
  ]);
});

test('a worse version lies left of the best', () => {
  const view = decisionView(decisionOf({ ...documented, bleu4: 0.1 }, deployed));
  const lines = drawn(view, contextAt(80, 40));
  expect(lines[0]).toBe('✗ SKIP  support-rag v3 for latest');
  expect(lines.at(-2)).toMatch(/^ {2}─\*─+0─+\|─$/);
});

test('metrics that are not there are named, and nothing is decided', () => {
  const lines = drawn(decisionView(decisionOf({ bleu1: 0.3 }, deployed)), contextAt(80, 34));
  expect(lines[0]).toBe('? UNKNOWN, NOT DEPLOYED  support-rag v3 for latest');
  expect(lines).toContain('! No number for bleu2, bleu3, bleu4, rougeL_precision.');
  expect(lines).toContain('  bleu2                15%   MISSING          -');
  expect(lines).toContain('  Sum  no score: a number is missing');
});

test('weights that do not add up to one are divided by their sum, and it says so', () => {
  const weights = { bleu1: 0.33, bleu2: 0.33, bleu3: 0.33 };
  const lines = drawn(decisionView(decisionOf(documented, [], { weights })), contextAt(80, 34));
  expect(lines).toContain('  The weights add up to 0.99; each is divided by that.');
  expect(lines).toContain('  None: this would be the first.');
});

test('a decision on record says by which verdict', () => {
  const basis = { by: 'record', policy: 'weighted-bleu', evaluatedAt } as const;
  const lines = drawn(decisionView(decisionOf(documented), { basis }), contextAt(80, 34));
  expect(lines[2]).toBe('On record: part of the verdict by weighted-bleu, judged 3h ago.');
});

test('at 60 columns it says which lines are seen, and scrolls', () => {
  const context = contextAt(60, 15);
  const view = decisionView(decisionOf(documented, deployed));
  expect(drawn(view, context)[0]).toBe('✓ DEPLOY  support-rag v3 for latest  lines 1-10 of 24');
  const end = drawn(view, context, { type: 'moved', move: 'last' });
  expect(end.at(-1)).toBe('  0 equal to the best   | needed   * this one');
});

test.each(everyTerminal)('a decision fits %s', (_, context) => {
  const wild = decisionOf(
    { [wideName]: 1e9, [longName]: -3 },
    [{ version: longName, score: 1e-9, live: true }],
    {
      weights: { [wideName]: 1, [longName]: 2 },
    },
  );
  const negative = decisionOf({ bleu: -2 }, [{ version: 'v1', score: -3, live: true }], {
    weights: { bleu: 1 },
  });
  const none = decisionOf({}, [{ version: longName, score: null, live: true, problem: longName }]);
  for (const decision of [decisionOf(documented), decisionOf(documented, deployed), wild, negative, none]) {
    for (const messages of [[], [{ type: 'moved', move: 'last' }]] as const) {
      expectToFit(drawn(decisionView(decision), context, ...messages), context);
    }
  }
});
