import type { RegistryEvent } from '../events/event.ts';
import type { ReceiptProblem } from '../plan/receipt.ts';

/** One event for one channel, kept until it is delivered or given up. */
export type OutboxItem = {
  readonly format: 1;
  /** Event and channel: the same when it is put in again. */
  readonly id: string;
  readonly channel: string;
  readonly event: RegistryEvent;
  readonly state: 'waiting' | 'delivered' | 'given-up';
  readonly attempts: number;
  /** An earlier try may have arrived. */
  readonly mayHaveArrived: boolean;
  /** ISO 8601 UTC of the next try; null when there is none. */
  readonly nextAt: string | null;
  readonly problem: ReceiptProblem | null;
  /** What the service made of it. */
  readonly reference: string | null;
};

/** What is in an outbox. */
export type OutboxContent = {
  readonly items: readonly OutboxItem[];
  /** Files that cannot be read. */
  readonly unreadable: readonly string[];
  /** `none`: so much waits that a new event is not kept. */
  readonly room: 'some' | 'none';
};

/** What is still to be told, on the disk of this machine: it outlives the process. One item is sent by one process at a time. */
export interface Outbox {
  /** All items of this registry, oldest first; those that cannot be read are told apart, never dropped. */
  list(): Promise<OutboxContent>;
  /** Puts an item in, unless one with its id is there already. @throws UnavailableError, outbox-full where too many wait */
  put(item: OutboxItem): Promise<'added' | 'known'>;
  /**
   * Takes an item for sending, as it is now; undefined when another process has it, it is delivered, or there is none. Where the
   * process that had it last is gone, it may have arrived.
   * @throws UnavailableError
   */
  claim(id: string): Promise<ClaimedItem | undefined>;
  /** Takes an item out for good; false when there is none. @throws UnavailableError */
  remove(id: string): Promise<boolean>;
}

/** An item that nobody else sends meanwhile. */
export type ClaimedItem = {
  readonly item: OutboxItem;
  /** Writes what became of it and lets it go. @throws UnavailableError */
  readonly settle: (item: OutboxItem) => Promise<void>;
};
