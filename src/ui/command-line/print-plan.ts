import type { Plan } from '../../core/plan/plan.ts';
import { describeStep } from '../../core/plan/step.ts';

/** A plan for people: what will be done, what to know about it, what stands in its way. Pure. */
export function printPlan(plan: Plan): readonly string[] {
  if (!plan.changes && plan.blockers.length === 0)
    return [`unchanged: ${plan.title}`, ...(plan.behind === undefined ? [] : [`  Warning: ${plan.behind}`])];
  return [
    plan.title,
    ...plan.steps.map(step => `  ${describeStep(step, 'to')}`),
    ...plan.warnings.map(warning => `  Warning: ${warning}`),
    ...plan.notUndone.map(what => `  Not undone: ${what}`),
    ...plan.blockers.flatMap(blocker => [`  Blocked: ${blocker.message}`, `           ${blocker.hint}`]),
    ...(plan.confirmation.kind === 'typed' ? [`  To confirm, type: ${plan.confirmation.text}`] : []),
    `  The same: ${plan.command}`,
  ];
}
