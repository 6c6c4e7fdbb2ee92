import type { ReceiptProblem } from '../plan/receipt.ts';

/** What became of telling one event. */
export type Delivery =
  /** `reference`: address or number of what was made, where the service says one. */
  | { readonly outcome: 'delivered'; readonly reference: string | null }
  /** `later`: worth another try. `never`: the service will not take it. `unknown`: sent, and the answer was lost. */
  | {
      readonly outcome: 'failed';
      readonly again: 'later' | 'never' | 'unknown';
      /** The shortest wait the service asked for, in milliseconds. */
      readonly waitMs?: number | undefined;
      readonly problem: ReceiptProblem;
    };
