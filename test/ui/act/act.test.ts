import { describe, expect, it } from 'vitest';
import { NotFoundError } from '../../../src/core/errors/app-error.ts';
import { block } from '../../../src/core/plan/planning.ts';
import {
  type Act,
  type ActMessage,
  canPlanAgain,
  reasonNotToApply,
  startAct,
  updateAct,
} from '../../../src/ui/act/act.ts';
import { linesOfAct } from '../../../src/ui/act/act-lines.ts';
import { createTextField } from '../../../src/ui/components/text-field.ts';
import { samplePlan, sampleReceipt } from '../../support/sample-plan.ts';
import { fruitStart } from '../runtime/fruit-app.tsx';

const askPlan = (reason: string) =>
  [{ do: 'notice', notice: { tone: 'muted', text: `plan: ${reason}` } }] as const;
const rows = 18;

/** The act after messages, and all it asked for. */
function run(act: Act, ...messages: readonly ActMessage[]) {
  let current = act;
  const asked = [];
  for (const message of messages) {
    const [next, effects] = updateAct(current, message, askPlan, rows);
    current = next;
    asked.push(...effects);
  }
  return { act: current, asked };
}

const typed = (text: string): ActMessage => ({ type: 'consent-edited', field: createTextField(text) });
const planning = run(startAct('INC-42'), { type: 'reason-given' }).act;
const review = run(planning, { type: 'plan-made', plan: samplePlan() }).act;
const yesPlan = samplePlan({ confirmation: { kind: 'yes' } });

describe('an act', () => {
  it('asks for a plan with the reason that was given', () => {
    const { act, asked } = run(startAct('  INC-42  '), { type: 'reason-given' });
    expect(act.at).toBe('planning');
    expect(asked).toEqual([{ do: 'notice', notice: { tone: 'muted', text: 'plan: INC-42' } }]);
  });

  it('applies a protected move only once the name is typed exactly', () => {
    const wrong = run(review, typed('support-rag@lates'), { type: 'confirm-pressed' });
    expect(wrong.act.at).toBe('review');
    expect(wrong.asked).toEqual([]);
    const right = run(review, typed('support-rag@latest'), { type: 'confirm-pressed' });
    expect(right.act.at).toBe('applying');
    expect(right.asked).toEqual([{ run: 'applyPlan', input: { plan: samplePlan() } }]);
  });

  it('does not take y before the terminal has shown the review and a moment has passed', () => {
    const shown = run(planning, { type: 'plan-made', plan: yesPlan });
    expect(shown.asked).toContainEqual({ do: 'queryCursor' });
    expect(run(shown.act, { type: 'confirm-pressed' }).act.at).toBe('review');
    const attempt = shown.act.at === 'review' ? shown.act.attempt : 0;
    const armed = run(shown.act, { type: 'cursor-reported' }, { type: 'confirmation-armed', attempt });
    expect(reasonNotToApply(armed.act)).toBeUndefined();
    expect(run(armed.act, { type: 'confirm-pressed' }).act.at).toBe('applying');
  });

  it('cannot be confirmed when something blocks it', () => {
    const blocked = samplePlan({
      blockers: [block('version-held', 'support-rag v2 is held by bob: broken.')],
    });
    const { act } = run(planning, { type: 'plan-made', plan: blocked });
    expect(reasonNotToApply(act)).toBe('support-rag v2 is held by bob: broken.');
    expect(run(act, typed('support-rag@latest'), { type: 'confirm-pressed' }).asked).toEqual([]);
  });

  it('cannot be confirmed when nothing would change', () => {
    const { act } = run(planning, {
      type: 'plan-made',
      plan: samplePlan({ changes: false, drafts: [], steps: [] }),
    });
    expect(reasonNotToApply(act)).toBe('Nothing would change.');
  });

  it('keeps what was typed when the plan is made again under the review', () => {
    const { act } = run(review, typed('support-rag@la'), {
      type: 'plan-made',
      plan: samplePlan({ generation: 5 }),
    });
    expect(act.at === 'review' && act.consent.by === 'typing' && act.consent.typed.field.before).toBe(
      'support-rag@la',
    );
    expect(act.at === 'review' && act.plan.generation).toBe(5);
  });

  it('announces a plan that says something else, and takes the consent anew', () => {
    const [draft] = samplePlan().drafts;
    if (draft === undefined) throw new Error('The sample plan has a draft.');
    const other = samplePlan({
      title: 'Roll back support-rag latest: v4 to v2',
      drafts: [{ ...draft, moves: [{ alias: 'latest', from: 'v4', to: 'v2' }] }],
    });
    const { act } = run(review, typed('support-rag@lates'), { type: 'plan-made', plan: other });
    expect(act).toMatchObject({
      at: 'review',
      news: { changedBy: undefined },
      consent: { typed: { field: { before: '' } } },
    });
    // What was being typed goes on into the empty field, so the rest of the name confirms nothing.
    expect(run(act, typed('t'), { type: 'confirm-pressed' }).asked).toEqual([]);
  });

  it('says by whom the model was changed, as the history has it', () => {
    const other = samplePlan({ title: 'Another', generation: 5, lastActor: 'boris@example.com' });
    const { act } = run(review, { type: 'plan-made', plan: other });
    expect(act).toMatchObject({ news: { changedBy: 'boris@example.com' } });
    expect(linesOfAct(act, 200, fruitStart.surroundings.theme)[0]?.[0]?.text).toBe(
      '! The model was changed by boris@example.com while you were here. This is a new plan: read it again.',
    );
  });

  it('keeps the consent when only the check of the files has ended', () => {
    const [draft] = samplePlan().drafts;
    if (draft === undefined) throw new Error('The sample plan has a draft.');
    const checked = { ...draft, facts: [{ kind: 'digest', version: 'v2', check: 'verified' }] } as const;
    const { act } = run(review, typed('support-rag@la'), {
      type: 'plan-made',
      plan: samplePlan({ drafts: [checked] }),
    });
    expect(act).toMatchObject({ news: 'none', consent: { typed: { field: { before: 'support-rag@la' } } } });
  });

  it('arms y anew for a plan made again', () => {
    const first = run(planning, { type: 'plan-made', plan: yesPlan }).act;
    const attempt = first.at === 'review' ? first.attempt : 0;
    const { act } = run(
      first,
      { type: 'plan-made', plan: yesPlan },
      { type: 'cursor-reported' },
      { type: 'confirmation-armed', attempt },
    );
    expect(reasonNotToApply(act)).toMatch(/Not yet/);
  });

  it('goes one step back to the reason, which is still there', () => {
    const { act } = run(review, { type: 'step-back-pressed' });
    expect(act).toEqual({ at: 'reason', field: createTextField('INC-42', 300) });
  });

  it('shows each step as it ends, then the receipt', () => {
    const plan = samplePlan();
    const applying = run(review, typed('support-rag@latest'), { type: 'confirm-pressed' }).act;
    const [step] = plan.steps;
    if (step === undefined) throw new Error('The sample plan has steps.');
    const receipt = { step, state: 'done', target: step.target, problem: undefined } as const;
    const input = { plan: plan as never };
    const progressed = run(applying, {
      type: 'applyPlan/progress',
      input,
      progress: { at: 'step', receipt },
    }).act;
    expect(progressed).toMatchObject({ at: 'applying', done: [receipt] });
    const finished = run(progressed, { type: 'applyPlan/done', input, value: sampleReceipt(plan) }).act;
    expect(finished).toMatchObject({ at: 'finished', receipt: { outcome: 'applied', generation: 5 } });
  });

  it('can be planned again when somebody else was first', () => {
    const applying = run(review, typed('support-rag@latest'), { type: 'confirm-pressed' }).act;
    const problem = { code: 'moved-meanwhile', message: 'bob was first.', hint: 'Plan again.' } as const;
    const value = sampleReceipt(samplePlan(), { outcome: 'refused', problem });
    const { act } = run(applying, { type: 'applyPlan/done', input: { plan: samplePlan() as never }, value });
    expect(canPlanAgain(act)).toBe(true);
    const again = run(act, { type: 'plan-again-pressed' });
    expect(again.act.at).toBe('planning');
    expect(again.asked).toEqual([
      { do: 'notice', notice: { tone: 'muted', text: 'plan: INC-42 hallucinations' } },
    ]);
  });

  it('offers the reverse plan of what was done, and of nothing else', () => {
    const applying = run(review, typed('support-rag@latest'), { type: 'confirm-pressed' }).act;
    const input = { plan: samplePlan() as never };
    const finish = (changes: Parameters<typeof sampleReceipt>[1]) =>
      run(
        applying,
        { type: 'applyPlan/done', input, value: sampleReceipt(samplePlan(), changes) },
        { type: 'undo-pressed' },
      );
    const wanted = { change: 'undo', model: 'support-rag', operationId: 'operation-1' };
    expect(finish({}).asked).toEqual([{ do: 'replaceRoute', route: { screen: 'change', wanted } }]);
    expect(finish({ outcome: 'partial' }).asked).toEqual([]);
    expect(finish({ act: 'describe' }).asked).toEqual([]);
  });

  it('says why planning failed and lets one try again', () => {
    const error = new NotFoundError('model-not-found', 'No model is called x.');
    const { act } = run(planning, { type: 'planning-failed', error });
    expect(act).toMatchObject({ at: 'failed', error: { code: 'model-not-found' } });
    expect(canPlanAgain(act)).toBe(true);
  });

  it('ignores messages that make no sense where it is', () => {
    for (const message of [{ type: 'confirm-pressed' }, { type: 'plan-made', plan: samplePlan() }] as const) {
      const start = startAct();
      expect(run(start, message)).toEqual({ act: start, asked: [] });
    }
  });
});

describe('the receipt of an act', () => {
  it('says what else is to be known', () => {
    const plan = samplePlan();
    const notices = ['bob moved Production to v2 at the same time.'];
    const act: Act = {
      at: 'finished',
      field: createTextField(''),
      plan,
      receipt: sampleReceipt(plan, { notices }),
      attempt: 1,
    };
    const lines = linesOfAct(act, 80, fruitStart.surroundings.theme).map(line =>
      line.map(({ text }) => text).join(''),
    );
    expect(lines).toContain('! bob moved Production to v2 at the same time.');
  });
});
