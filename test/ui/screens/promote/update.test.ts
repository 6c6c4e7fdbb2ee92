import { expect, it } from 'vitest';
import { createTextField } from '../../../../src/ui/components/text-field.ts';
import { type Message, type State, update } from '../../../../src/ui/screens/promote/update.ts';
import { samplePlan } from '../../../support/sample-plan.ts';
import { fruitStart } from '../../runtime/fruit-app.tsx';

const context = {
  ...fruitStart.surroundings,
  size: { columns: 80, rows: 20 },
  now: '2026-11-21T03:00:00.000Z',
  activity: [],
};
const subject = { model: 'support-rag', version: 'v2' } as const;
const input = { ...subject, alias: 'latest', reason: 'INC-42', digest: 'not-checked' } as const;

it('makes a plan again when the check of the files ended while it was made', () => {
  const field = createTextField('INC-42', 300);
  const planning: State = {
    at: 'acting',
    ...subject,
    wanted: undefined,
    loaded: {} as never,
    alias: 'latest',
    digest: 'not-checked',
    act: { at: 'planning', field, attempt: 1 },
  };
  const checked: Message = {
    type: 'verifyVersion/done',
    input: subject,
    value: { ...subject, checks: [{ name: 'weights', outcome: 'verified', detail: '' }] },
  };
  const [verified] = update(planning, checked, context);
  const [shown, effects] = update(
    verified,
    { type: 'planPromotion/done', input, value: samplePlan() },
    context,
  );
  expect(shown.at === 'acting' && shown.act.at).toBe('review');
  expect(effects).toContainEqual({ run: 'planPromotion', input: { ...input, digest: 'verified' } });
});
