import type { ErrorCode } from '../errors/error-codes.ts';
import type { Telling } from '../events/telling.ts';
import type { OperationRecord } from '../operation/operation-record.ts';
import type { Receipt, StepReceipt } from '../plan/receipt.ts';
import type { Registry } from '../ports/registry.ts';

/** Whether writing is allowed here. Checked in one place: by `applyPlan` and `runDoctor`, before anything else. */
export type WriteAccess =
  | { readonly access: 'write' }
  | {
      readonly access: 'read-only';
      readonly because: string;
      /** What stands in the way where it is not the setting `readOnly`, with the action for it; undefined: `read-only`. */
      readonly refusal?: { readonly code: ErrorCode; readonly hint: string } | undefined;
    };

/** What carrying out a plan needs from outside. */
export type ApplyEnvironment = {
  readonly registry: Registry;
  readonly writes: WriteAccess;
  /** The time, as ISO 8601 UTC. */
  readonly now: () => string;
  /** Hex sha256 of a text's UTF-8. */
  readonly sha256: (text: string) => string;
  /** Name and version of this program, for the record. */
  readonly tool: string;
  /** How others hear of what happens; undefined: nobody does. */
  readonly telling?: Telling | undefined;
  /** Told after each step. */
  readonly onStep?: ((receipt: StepReceipt) => void) | undefined;
  /** Told while a long step runs: bytes done and bytes in all. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** Told as soon as the act has ended and is in the outbox, before what earlier ones left unfinished is finished. */
  readonly onReceipt?: ((receipt: Receipt) => void) | undefined;
  /** Told before an operation that was cut off is finished, which may take as long as it would have taken itself. */
  readonly onFinishing?: ((operation: OperationRecord) => void) | undefined;
  /** Aborted to stop after the running step: nothing is broken off in the middle. */
  readonly stop?: AbortSignal | undefined;
};
