import type { Connection } from '../connections/connection.ts';
import type { EventKind, RegistryEvent } from '../events/event.ts';
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

/** How one event is to be told. */
export type DeliveryOptions = {
  readonly signal?: AbortSignal | undefined;
  /** An earlier try may have arrived: the service is asked for it first, where it can be. */
  readonly mayHaveArrived: boolean;
};

/** A service that hears of events: issues, mail, a webhook, a tracking service. */
export interface Channel {
  /** Its name in the configuration or of its kind, for people and as a key of the outbox. */
  readonly name: string;
  readonly use: 'notification' | 'tracking';
  /** What it hears of. */
  readonly kinds: ReadonlySet<EventKind>;
  /** Tells one event. Never throws for a foreseen failure. */
  deliver(event: RegistryEvent, options: DeliveryOptions): Promise<Delivery>;
  /** Who we are there and what we may do. Changes nothing. Never throws for a foreseen failure. */
  examine(signal?: AbortSignal): Promise<Connection>;
}
