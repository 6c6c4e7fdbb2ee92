import type { DeploymentReceipt } from '../../../core/deployment/deployment-receipt.ts';
import type { Receipt, ReceiptProblem } from '../../../core/plan/receipt.ts';
import type { ReceiptDocument } from '../json/receipt.ts';
import type { RegistrationDocument } from '../json/registration.ts';
import type { Named } from '../name-registry.ts';
import { describeUndo } from '../print-receipt.ts';
import { describeDeployOutcome } from './deploy-outcome.ts';

/** A receipt as a document. Pure. */
export function describeReceiptDocument(receipt: Receipt, named: Named): ReceiptDocument {
  return { schema: 'lastgood/receipt/1', ...describeReceiptBody(receipt, named) };
}

/** A registration, with the verdict and the promotion that followed it, as a document. Pure. */
export function describeRegistration(
  end: {
    readonly registration: Receipt;
    readonly gate: Receipt | undefined;
    readonly promotion: Receipt | undefined;
    readonly promotionProblem: ReceiptProblem | undefined;
    readonly next?: string | undefined;
    readonly deployment?: DeploymentReceipt | undefined;
  },
  named: Named,
): RegistrationDocument {
  const { registration, gate, promotion, promotionProblem, next, deployment } = end;
  return {
    schema: 'lastgood/registration/1',
    registration: describeReceiptBody(registration, named),
    gate: gate === undefined ? null : describeReceiptBody(gate, named),
    promotion: promotion === undefined ? null : describeReceiptBody(promotion, named),
    promotionProblem: promotionProblem ?? null,
    deployment: deployment === undefined ? null : describeDeployOutcome(deployment, named),
    next: next ?? null,
  };
}

/** A receipt without its schema name. Pure. */
export function describeReceiptBody(receipt: Receipt, named: Named): Omit<ReceiptDocument, 'schema'> {
  const { outcome, act, title, model, operationId, actor, generation, command } = receipt;
  return {
    outcome,
    act,
    title,
    model,
    operationId,
    actor,
    generation,
    version: receipt.version ?? null,
    steps: receipt.steps.map(({ step, target, state, problem }) => ({
      kind: step.kind,
      target,
      expected: step.expected,
      value: step.value,
      state,
      problem: problem ?? null,
    })),
    problem: receipt.problem ?? null,
    notices: [...(receipt.notices ?? [])],
    command,
    undo: describeUndo(receipt, named) ?? null,
  };
}
