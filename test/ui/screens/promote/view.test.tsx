import { describe, expect, test } from 'vitest';
import { block } from '../../../../src/core/plan/planning.ts';
import type { LoadedVersions } from '../../../../src/core/session/load-model.ts';
import type { Context } from '../../../../src/ui/runtime/screen.ts';
import type { Acting, Message, State } from '../../../../src/ui/screens/promote/state.ts';
import { open, update } from '../../../../src/ui/screens/promote/update.ts';
import { PromoteView } from '../../../../src/ui/screens/promote/view.tsx';
import { createTheme } from '../../../../src/ui/terminal/theme.ts';
import { samplePlan } from '../../../support/sample-plan.ts';
import { gatedFact, gateReport, judgedModel, refusal, troubledGate } from '../gate/sample-gate.ts';
import { draw } from '../models/draw.tsx';
import { everyTerminal, expectToFit } from '../models/fits.ts';
import { contextAt } from '../models/sample-registry.ts';
import { longName, longReason } from '../models/samples.ts';
import { planningPromotion, promotionInput } from './sample-promotion.ts';

const [opening] = open({ screen: 'promote', model: 'support-rag', version: undefined });
const context = contextAt(80);

function choosing(loaded: LoadedVersions, where: Context = context): State {
  const done: Message = { type: 'loadVersions/done', input: { model: 'support-rag' }, value: loaded };
  return update(opening, done, where)[0];
}

function drawn(state: State, where: Context = context): readonly string[] {
  return draw(PromoteView, state, where);
}

function reviewed(state: Acting, where: Context = context): State {
  const blockers = [block('gate-not-passed', refusal)];
  const plan = samplePlan({ act: 'promote', title: 'Promote support-rag latest: v2 to v3', blockers });
  const { results, passing: gate } = state;
  const input = promotionInput({ results, gate });
  return update(state, { type: 'planPromotion/done', input, value: plan }, where)[0];
}

describe('the list of versions', () => {
  test('shows where each stands with the gate', () => {
    const loaded = judgedModel([gatedFact({ verdict: 'PASS' }), gatedFact({ version: 'v1' })]);
    expect(drawn(choosing(loaded)).slice(0, 6)).toEqual([
      'Promote which version of support-rag?',
      'Gate of latest: rag must say PASS; or give results in the review.',
      '  VERSION       STATE              LIVE    GATE        CREATED  METRICS',
      '> v3            completed                  PASS        2d       groundedness 3.…',
      '  v2            deployed           latest  unjudged    2d       groundedness 3.…',
      '  v1            completed                  ERROR       2d       groundedness 3.…',
    ]);
  });

  test('says that nothing gates where no policy is bound', () => {
    expect(drawn(choosing(judgedModel([], 'none')))[1]).toBe(
      'Gate: NONE, no policy is bound. It is recorded like that.',
    );
  });
});

test('while a reason is asked for, the verdict and the rules in its way are seen', () => {
  const { act } = planningPromotion();
  const field = 'field' in act ? act.field : undefined;
  if (field === undefined) throw new Error('The sample has no reason.');
  const state = planningPromotion({ act: { at: 'reason', field } }, troubledGate());
  expect(drawn(state)).toEqual([
    'support-rag latest: v2 → v3',
    'Files: being checked; you need not wait.',
    'Gate: ERROR by rag, judged 3h ago by ci@example.org.',
    '  ERROR main.hallucination_score: 4.2 is no ratio 0..1; it looks like a judge',
    '  score 0..5.',
    '  FAIL main.latency_total: latency_total in core_eval_main/summary.json is 6.4',
    '  s, more than 5 s.',
    '  FAIL slices: groundedness is 2.1 in the slice pto, less than 3.',
    '',
    'Why?',
    'Reason: INC-42',
    'Incident INC-42 recognised.',
  ]);
});

test('the review blocks in the words of the plan, with every rule below', () => {
  const lines = drawn(reviewed(planningPromotion({}, troubledGate())), contextAt(80, 60));
  expect(lines).toContain('Gate: ERROR by rag, judged 3h ago by ci@example.org.');
  expect(lines).toContain('✗ Blocked: rag says ERROR for support-rag v3: main.hallucination_score: 4.2 is');
  expect(lines).toContain('  ✗ FAIL     main.latency_total 6.4 <= 5  -1.4 s');
});

test('a results folder is asked for, and its verdict takes the place of the one on record', () => {
  const asking = update(reviewed(planningPromotion()), { type: 'evidence-asked' }, context)[0];
  expect(drawn(asking).slice(0, 2)).toEqual([
    'Promote support-rag v3. Where are the results of its evaluation?',
    'Folder:',
  ]);
  const judged = gateReport({ verdict: 'PASS', rules: gateReport().rules.slice(0, 2) });
  const lines = drawn(reviewed(planningPromotion({ results: '/srv/results', judged })));
  expect(lines.slice(2, 4)).toEqual(['Results: /srv/results', '✓ PASS  by rag: 2 rules, nothing against it']);
});

test('an override says so over everything else', () => {
  expect(drawn(planningPromotion({ passing: 'overridden' }))[2]).toBe(
    '! The gate will be overridden. Its verdict goes on record beside that, for ever.',
  );
});

test('in ASCII nothing but ASCII is drawn', () => {
  const ascii = contextAt(80, 60, { theme: createTheme('mono', 'ascii') });
  expect(drawn(reviewed(planningPromotion({}, troubledGate())), ascii).join('')).toMatch(/^[ -~]*$/);
  expect(drawn(choosing(judgedModel([gatedFact()])), ascii).join('')).toMatch(/^[ -~]*$/);
});

test.each(everyTerminal)('a promotion fits %s, and the field for the reason is always seen', (_, where) => {
  const wild = judgedModel([gatedFact({ policy: longName })]);
  const { act } = planningPromotion();
  const field = 'field' in act ? act.field : undefined;
  if (field === undefined) throw new Error('The sample has no reason.');
  const gate = { ...troubledGate(), wouldBlock: [longReason, longReason] };
  const asking = planningPromotion({ act: { at: 'reason', field }, passing: 'overridden' }, gate);
  expect(drawn(asking, where)).toContain('Reason: INC-42');
  const results = longName.repeat(4);
  const states = [
    choosing(wild, where),
    asking,
    planningPromotion({}, gate),
    reviewed(planningPromotion({ results, judged: gateReport() }, gate), where),
    update(reviewed(planningPromotion({}, gate), where), { type: 'evidence-asked' }, where)[0],
  ];
  for (const state of states) expectToFit(drawn(state, where), where);
});
