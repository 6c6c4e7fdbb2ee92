import type { Receipt, ReceiptProblem } from '../../../core/plan/receipt.ts';
import type { ReceiptDocument } from '../json/receipt.ts';
import type { RegistrationDocument } from '../json/registration.ts';
import { describeUndo } from '../print-receipt.ts';

/** A receipt as a document. Pure. */
export function describeReceiptDocument(receipt: Receipt): ReceiptDocument {
  return { schema: 'lastgood/receipt/1', ...describeReceiptBody(receipt) };
}

/** A registration and the promotion that followed it, as a document. Pure. */
export function describeRegistration(
  registration: Receipt,
  promotion: Receipt | undefined,
  promotionProblem: ReceiptProblem | undefined,
): RegistrationDocument {
  return {
    schema: 'lastgood/registration/1',
    registration: describeReceiptBody(registration),
    promotion: promotion === undefined ? null : describeReceiptBody(promotion),
    promotionProblem: promotionProblem ?? null,
  };
}

function describeReceiptBody(receipt: Receipt): Omit<ReceiptDocument, 'schema'> {
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
    command,
    undo: describeUndo(receipt) ?? null,
  };
}
