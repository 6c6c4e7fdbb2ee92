import type { ReceiptProblem } from '../plan/receipt.ts';
import type { Transfer, TransferOutcome } from './transfer.ts';

/** How a sync ended. The same shape for every end: `outcomes` are those of the transfers that were reached. */
export type SyncReceipt = {
  /** `unchanged`: there was nothing to carry. `refused`: nothing was carried at all. */
  readonly outcome: 'applied' | 'unchanged' | 'partial' | 'refused';
  readonly transfers: readonly Transfer[];
  readonly outcomes: readonly TransferOutcome[];
  /** What went wrong, or that it was stopped; undefined when everything was carried. */
  readonly problem: ReceiptProblem | undefined;
};
