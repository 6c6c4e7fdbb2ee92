import { noGate } from '../../src/core/history/entry.ts';
import type { Plan } from '../../src/core/plan/plan.ts';
import type { Receipt } from '../../src/core/plan/receipt.ts';

/** A plan to roll support-rag back, with what a test changes. */
export function samplePlan(changes: Partial<Plan> = {}): Plan {
  return {
    act: 'rollback',
    title: 'Roll back support-rag latest: v3 to v2',
    model: 'support-rag',
    operationId: 'operation-1',
    actor: 'alice@example.org',
    generation: 4,
    lastActor: 'bob@example.com',
    changes: true,
    drafts: [
      {
        action: 'rollback',
        moves: [{ alias: 'latest', from: 'v3', to: 'v2' }],
        facts: [],
        reason: 'INC-42 hallucinations',
        gate: noGate,
        reverts: null,
      },
    ],
    registration: undefined,
    standsOn: undefined,
    keeps: [],
    steps: [
      {
        kind: 'append-history',
        target: 'history of support-rag, generation 5',
        expected: null,
        value: 'rollback latest v3 to v2',
      },
      { kind: 'set-pointer', target: 'latest', expected: 'v3', value: 'v2' },
    ],
    blockers: [],
    warnings: [],
    notUndone: ['requests already answered'],
    confirmation: {
      kind: 'typed',
      text: 'support-rag@latest',
      why: 'moving a protected alias must be confirmed',
    },
    command: 'lastgood rollback support-rag --to v2',
    ...changes,
  };
}

/** The receipt of a plan, with what a test changes. */
export function sampleReceipt(plan: Plan, changes: Partial<Receipt> = {}): Receipt {
  return {
    outcome: 'applied',
    act: plan.act,
    title: plan.title,
    model: plan.model,
    operationId: plan.operationId,
    actor: plan.actor,
    generation: plan.generation + 1,
    version: undefined,
    steps: plan.steps.map(step => ({ step, state: 'done', target: step.target, problem: undefined })),
    problem: undefined,
    command: plan.command,
    ...changes,
  };
}
