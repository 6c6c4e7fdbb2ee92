import { renderToString } from 'ink';
import { expect, test } from 'vitest';
import type { Act } from '../../../src/ui/act/act.ts';
import { ActView } from '../../../src/ui/act/act-view.tsx';
import { createTextField } from '../../../src/ui/components/text-field.ts';
import { samplePlan, sampleReceipt } from '../../support/sample-plan.ts';
import { fruitStart } from '../runtime/fruit-app.tsx';

test('a receipt says what is there now only of a step that was done', () => {
  const plan = samplePlan();
  const steps = plan.steps.map((step, place) => ({
    ...{ step, target: step.target, problem: undefined },
    state: place === 0 ? ('done' as const) : ('not-started' as const),
  }));
  const receipt = sampleReceipt(plan, { outcome: 'refused', steps });
  const act: Act = { at: 'finished', field: createTextField(''), plan, receipt, attempt: 1 };
  const { theme } = fruitStart.surroundings;
  const size = { columns: 100, rows: 30 };
  const frame = renderToString(<ActView act={act} above={[]} size={size} theme={theme} />, { columns: 100 });
  const rows = frame.split('\n');
  expect(rows.find(row => row.includes('generation 5'))).toContain('rollback latest v3 to v2');
  const pointer = rows.find(row => row.includes('not-started')) ?? '';
  expect(pointer).toMatch(/latest\s+\S\s+-\s+\S\s+not-started/);
  expect(pointer).not.toContain('v2');
});
