import type { Receipt, ReceiptProblem } from '../../core/plan/receipt.ts';
import { exitCodeOfReceipt } from './carry-out.ts';
import { describeRegistration } from './documents/receipt-document.ts';
import type { Named } from './name-registry.ts';
import { printReceipt } from './print-receipt.ts';
import { exitCodeOf, exitCodeOfError, type VerbResult } from './verb-result.ts';

/** What came of all acts. */
export type RegistrationEnd = {
  readonly registration: Receipt;
  /** How the verdict on it was recorded; undefined when it was not judged. */
  readonly gate: Receipt | undefined;
  readonly promotion: Receipt | undefined;
  /** Why the verdict or the promotion that was to follow was not tried. */
  readonly promotionProblem: ReceiptProblem | undefined;
  /** The command that goes on where it stopped on the way to production; undefined where there is none. */
  readonly next?: string | undefined;
};

/** Both receipts as a result; the exit code is the first failure's. Pure. */
export function describeRegistrationEnd(end: RegistrationEnd, named: Named): VerbResult {
  const { registration, gate, promotion, promotionProblem, next } = end;
  return {
    exitCode: exitCodeOfRegistration(end),
    document: () => describeRegistration(end, named),
    lines: () => [
      ...printReceipt(registration, named),
      ...(gate === undefined ? [] : printReceipt(gate, named)),
      ...(promotion === undefined ? [] : printReceipt(promotion, named)),
      ...(promotionProblem === undefined
        ? []
        : [`went no further: ${promotionProblem.message}`, `  ${promotionProblem.hint}`]),
      ...(next === undefined ? [] : [`Next, when it is tested: ${next}`]),
    ],
  };
}

/** The first failure's exit code, else that of done. Pure. */
export function exitCodeOfRegistration({
  registration,
  gate,
  promotion,
  promotionProblem,
}: RegistrationEnd): number {
  if (promotionProblem !== undefined) return exitCodeOfError(promotionProblem.code);
  const receipts = [registration, gate, promotion].filter(receipt => receipt !== undefined);
  const codes = receipts.map(exitCodeOfReceipt);
  return codes.find(code => code !== exitCodeOf('done')) ?? exitCodeOf('done');
}
