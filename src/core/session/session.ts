import type { WriteAccess } from '../apply/apply-environment.ts';
import type { ProtectionRules } from '../plan/confirmation.ts';
import type { Registry } from '../ports/registry.ts';

/** One registry opened by one actor: what every question and every plan is made with. */
export type Session = {
  readonly registry: Registry;
  readonly actor: string;
  readonly writes: WriteAccess;
  readonly protection: ProtectionRules;
  /** The time, as ISO 8601 UTC. */
  readonly now: () => string;
  /** A name nobody else uses, such as a random UUID. */
  readonly createId: () => string;
  /** Hex sha256 of a text's UTF-8. */
  readonly sha256: (text: string) => string;
  /** Name and version of this program, for the record. */
  readonly tool: string;
};
