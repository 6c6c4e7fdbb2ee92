import { describe, expect, test } from 'vitest';
import { NotFoundError } from '../../../../src/core/errors/app-error.ts';
import { noGate } from '../../../../src/core/history/entry.ts';
import type { Plan } from '../../../../src/core/plan/plan.ts';
import type { GateEvaluation } from '../../../../src/core/session/gate-view.ts';
import { createTextField } from '../../../../src/ui/components/text-field.ts';
import type { Context } from '../../../../src/ui/runtime/screen.ts';
import { bindings } from '../../../../src/ui/screens/evaluate/keys.ts';
import { type Message, open, type State, update } from '../../../../src/ui/screens/evaluate/update.ts';
import { EvaluateView } from '../../../../src/ui/screens/evaluate/view.tsx';
import { createTheme } from '../../../../src/ui/terminal/theme.ts';
import { samplePlan, sampleReceipt } from '../../../support/sample-plan.ts';
import { gatedFact, gateReport, mixedRules } from '../gate/sample-gate.ts';
import { draw } from '../models/draw.tsx';
import { everyTerminal, expectToFit } from '../models/fits.ts';
import { contextAt } from '../models/sample-registry.ts';
import { longName, wideName } from '../models/samples.ts';

const subject = { model: 'support-rag', version: 'v3', alias: 'latest' };
const request = { ...subject, results: undefined, policy: undefined };
const [opening, asked] = open({ screen: 'evaluate', ...subject });
const context = contextAt(80);

function gatePlan(changes: Partial<Plan> = {}): Plan {
  return samplePlan({
    act: 'gate',
    title: 'Judge support-rag v3 for latest: ERROR',
    drafts: [{ action: 'gate', moves: [], facts: [gatedFact()], reason: null, gate: noGate, reverts: null }],
    steps: [
      {
        kind: 'append-history',
        target: 'history of support-rag, generation 5',
        expected: null,
        value: 'gate: v3 ERROR by rag',
      },
    ],
    notUndone: [],
    confirmation: { kind: 'yes' },
    command: 'lastgood gate support-rag v3',
    ...changes,
  });
}

const evaluation: GateEvaluation = { report: gateReport(), plan: gatePlan() };
const planned: Message = { type: 'planGate/done', input: request, value: evaluation };
const given: Message = { type: 'folder-given' };

function after(...messages: readonly Message[]): State {
  return messages.reduce((state, message) => update(state, message, context)[0], opening);
}

function typed(folder: string): Message {
  return { type: 'folder-edited', field: createTextField(folder, 1000) };
}

function drawn(state: State, where: Context = context): readonly string[] {
  return draw(EvaluateView, state, where);
}

/** The keys that mean something in a state. */
function keysOf(state: State): readonly string[] {
  return bindings.filter(binding => !binding.hidden?.(state, context)).flatMap(binding => binding.keys);
}

test('it asks where the results are, and writes nothing yet', () => {
  expect(asked).toEqual([]);
  expect(drawn(after(typed('/srv/results')))).toEqual([
    'Evaluate support-rag v3 for latest',
    '',
    'Where are the results of the evaluation?',
    'Folder: /srv/results',
    'Leave it empty to judge the files registered with the version. The verdict goes',
    'on record; nothing moves.',
  ]);
});

test.each([60, 80, 120])('the end of a long path is seen while it is typed, at %i columns', columns => {
  const folder = `/srv/${'a folder in a folder/'.repeat(12)}END`;
  const line = drawn(after(typed(folder)), contextAt(columns)).find(each => each.startsWith('Folder: '));
  expect(line).toMatch(/END$/);
  expect(line?.length).toBe(columns - 1);
});

test('an empty folder means the files of the version, a typed one is judged', () => {
  expect(update(opening, given, context)[1]).toEqual([{ run: 'planGate', input: request }]);
  expect(update(after(typed('  /srv/results ')), given, context)[1]).toEqual([
    { run: 'planGate', input: { ...request, results: '/srv/results' } },
  ]);
});

test('the review shows the verdict, the rules in its way, and what will be written', () => {
  const lines = drawn(after(given, planned), contextAt(80, 44));
  expect(lines).toEqual([
    'Evaluate support-rag v3 for latest',
    'From the files of the version.',
    '! ERROR  by rag: 3 of 7 rules not passed',
    '  ERROR main.hallucination_score: 4.2 is no ratio 0..1; it looks like a judge',
    '  score 0..5.',
    '  FAIL main.latency_total: latency_total in core_eval_main/summary.json is 6.4',
    '  s, more than 5 s.',
    '  FAIL slices: groundedness is 2.1 in the slice pto, less than 3.',
    '',
    'Judge support-rag v3 for latest: ERROR',
    'What will be written',
    '  · history of support-rag, generation 5: gate: v3 ERROR by rag',
    'Same as: lastgood gate support-rag v3',
    'Rules, worst first',
    '  ! ERROR    main.hallucination_score 4.2 <= 0.5',
    '  ✗ FAIL     main.latency_total 6.4 <= 5  -1.4 s',
    '  ✗ FAIL     slices 2.1 >= 3  -0.9 score',
    '  ? UNSURE   smoke.groundedness >= 3',
    '  ✓ PASS     main.answer_relevance 3.05 >= 3  +0.05 score',
    '  ✓ PASS     main.groundedness 4.1 >= 3  +1.1 score',
    '  - skipped  tuning.groundedness',
    '',
    'Apply? y = yes, n = no',
  ]);
});

describe('the way through', () => {
  test('a verdict needs no reason: y applies it once it is armed', () => {
    const armed = after(given, planned, { type: 'confirmation-armed', attempt: 2 });
    expect(keysOf(armed)).toContain('y');
    const [state, effects] = update(armed, { type: 'confirm-pressed' }, context);
    expect(state.at === 'acting' && state.act.at).toBe('applying');
    expect(effects).toEqual([{ run: 'applyPlan', input: { plan: evaluation.plan } }]);
  });

  test('n and escape lead back to the folder, as it was typed', () => {
    const back = after(typed('/srv/results'), given, { type: 'step-back-pressed' });
    expect(drawn(back)[3]).toBe('Folder: /srv/results');
  });

  test('an answer about another folder is dropped', () => {
    const state = after(given, { type: 'step-back-pressed' }, typed('/srv/results'), given);
    expect(update(state, planned, context)[0]).toBe(state);
  });

  test('a folder that is not there says so, and another can be given', () => {
    const error = new NotFoundError('results-not-found', '/srv/results is not there.');
    const state = after(given, { type: 'planGate/failed', input: request, error });
    expect(drawn(state)).toContain('/srv/results is not there.');
    expect(keysOf(state)).toContain('escape');
  });

  test('the receipt tells the verdict, and nothing can be stepped back from', () => {
    const state = after(
      given,
      planned,
      { type: 'confirmation-armed', attempt: 2 },
      { type: 'confirm-pressed' },
      { type: 'applyPlan/done', input: {} as never, value: sampleReceipt(evaluation.plan) },
    );
    const lines = drawn(state);
    expect(lines[0]).toBe('! ERROR  by rag: 3 of 7 rules not passed');
    expect(lines).toContain('✓ Done: Judge support-rag v3 for latest: ERROR');
    expect(update(state, { type: 'step-back-pressed' }, context)[0]).toBe(state);
  });

  test('a change of the registry makes the verdict again, and only another one is announced', () => {
    const review = after(given, planned);
    const [same, effects] = update(review, { type: 'registry-changed' }, context);
    expect(effects).toEqual([{ run: 'planGate', input: request }]);
    const later = gatedFact({ evaluatedAt: '2026-11-21T08:45:30.000Z', reportSha256: 'beef'.repeat(16) });
    const drafts = gatePlan().drafts.map(draft => ({ ...draft, facts: [later] }));
    const again = { report: gateReport(), plan: gatePlan({ drafts }) };
    const [unchanged] = update(same, { ...planned, value: again }, context);
    expect(drawn(unchanged).join()).not.toContain('read it again');
    const passed = drafts.map(draft => ({ ...draft, facts: [{ ...later, verdict: 'PASS' as const }] }));
    const other = { report: gateReport({ verdict: 'PASS' }), plan: gatePlan({ drafts: passed }) };
    const [changed] = update(unchanged, { ...planned, value: other }, context);
    expect(drawn(changed, contextAt(80, 44)).join()).toContain('This is a new plan: read it again.');
  });
});

test('in ASCII nothing but ASCII is drawn', () => {
  const ascii = contextAt(80, 44, { theme: createTheme('mono', 'ascii') });
  expect(drawn(after(given, planned), ascii).join('')).toMatch(/^[ -~]*$/);
});

test.each(everyTerminal)('an evaluation fits %s', (_, where) => {
  const [wide] = open({ screen: 'evaluate', model: wideName, version: longName, alias: longName });
  const report = gateReport({ rules: mixedRules.map(rule => ({ ...rule, id: `${longName} ${wideName}` })) });
  const states = [
    update(wide, typed(longName.repeat(4)), where)[0],
    after(given),
    after(given, { ...planned, value: { ...evaluation, report } }),
  ];
  for (const state of states) expectToFit(drawn(state, where), where);
});
