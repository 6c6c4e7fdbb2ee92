import type { Plan } from '../../../core/plan/plan.ts';
import type { CleanupChoice } from '../../../core/plan/plan-cleanup.ts';
import type { CleanupPlanDocument } from '../json/cleanup-plan.ts';
import type { PlanDocument } from '../json/plan.ts';
import { describeConfirmation } from './confirmation-document.ts';

/** A plan as a document. Pure. */
export function describePlanDocument(plan: Plan): PlanDocument {
  return { schema: 'lastgood/plan/1', ...describePlanBody(plan) };
}

/** A plan of a cleanup as a document, with why each version goes or stays. Pure. */
export function describeCleanupPlan(plan: Plan, choices: readonly CleanupChoice[]): CleanupPlanDocument {
  return {
    schema: 'lastgood/cleanup-plan/1',
    plan: describePlanBody(plan),
    choices: choices.map(({ version, keptBecause }) => ({ version, keptBecause: keptBecause ?? null })),
  };
}

/** A plan without its schema name. Pure. */
export function describePlanBody(plan: Plan): Omit<PlanDocument, 'schema'> {
  const { act, title, model, operationId, actor, generation, changes, confirmation, command } = plan;
  return {
    act,
    title,
    model,
    operationId,
    actor,
    generation,
    changes,
    steps: plan.steps.map(({ kind, target, expected, value }) => ({ kind, target, expected, value })),
    blockers: plan.blockers.map(({ code, message, hint }) => ({ code, message, hint })),
    warnings: [...plan.warnings],
    notUndone: [...plan.notUndone],
    confirmation: describeConfirmation(confirmation),
    command,
  };
}
