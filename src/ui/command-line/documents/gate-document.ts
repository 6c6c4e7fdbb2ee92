import type { GateReport } from '../../../core/gate/report.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import type { Receipt } from '../../../core/plan/receipt.ts';
import type { GateDocument } from '../json/gate.ts';
import type { Named } from '../name-registry.ts';
import { describePlanBody } from './plan-document.ts';
import { describeReceiptBody } from './receipt-document.ts';

/** What became of a verdict. */
export type GateEnd = {
  readonly plan?: Plan;
  readonly receipt?: Receipt;
  /** Status files that were written, by path. */
  readonly written?: readonly string[];
};

/** A verdict as a document. Pure. */
export function describeGate(report: GateReport, end: GateEnd, named: Named): GateDocument {
  return {
    schema: 'lastgood/gate/1',
    // A copy may be changed by whoever gets the document; that is all the two types differ in.
    report: structuredClone(report) as GateDocument['report'],
    plan: end.plan === undefined ? null : describePlanBody(end.plan),
    receipt: end.receipt === undefined ? null : describeReceiptBody(end.receipt, named),
    written: [...(end.written ?? [])],
  };
}
