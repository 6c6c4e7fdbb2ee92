import type { EntryDraft } from '../history/entry-draft.ts';

/**
 * The journal of one operation: written before its first change, removed after its last.
 * One that outlives its process was cut off; the next start reports it, the next write or `doctor` finishes it.
 */
export type OperationRecord = {
  readonly format: 1;
  readonly operationId: string;
  readonly title: string;
  readonly model: string;
  readonly actor: string;
  /** ISO 8601 UTC. */
  readonly startedAt: string;
  /** The command line that does the same. */
  readonly command: string;
  /** Entries it set out to append. */
  readonly drafts: readonly EntryDraft[];
  /** Version it set out to add, for a registration. */
  readonly version: string | null;
  readonly owner: OperationOwner;
};

/** The process an operation runs in, told apart from later processes that reuse its number. */
export type OperationOwner = {
  readonly host: string;
  readonly processId: number;
  /** Identity of the boot and the process's start, as the system tells them; empty where it does not. */
  readonly processIdentity: string;
};

/** Whether the process of an operation still runs. `elsewhere`: on another host, so it cannot be told. */
export type OwnerState = 'running' | 'gone' | 'elsewhere';
