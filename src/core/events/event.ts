import type { GateRecord } from '../history/entry.ts';
import type { PlanAct } from '../plan/plan.ts';
import type { ReceiptProblem } from '../plan/receipt.ts';
import type { RegistryKind } from '../registry/registry-index.ts';

/** What can have happened to a model that others want to hear of. */
export const eventKinds = [
  'deployed',
  'promoted',
  'rolled-back',
  'unset',
  'refused',
  'failed',
  'held',
  'released',
  'drift',
  'gated',
  'decided',
] as const;
export type EventKind = (typeof eventKinds)[number];

/** What was asked for: the act of a plan, a whole deployment, a decision, or a look at what is there. */
export type EventAct = PlanAct | 'deploy' | 'decide' | 'diagnose';

/** How far it came. */
export const eventOutcomes = ['done', 'partly', 'not-done', 'unknown'] as const;

/**
 * Something that happened, with the outcome that it had: made from a receipt, never from an intention. The one schema of notifications
 * and of tracking. All texts are safe to show; a channel escapes them for its medium.
 */
export type RegistryEvent = {
  readonly format: 1;
  /** The same whenever it is told again: operation and kind. */
  readonly eventId: string;
  readonly operationId: string;
  readonly kind: EventKind;
  readonly act: EventAct;
  /** What was to be done, as the plan called it: `Promote tiny-llm latest: v2 to v3`. */
  readonly title: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly actor: string;
  readonly registry: { readonly name: string; readonly kind: RegistryKind; readonly place: string };
  readonly model: string;
  /** What is live, held or judged, or should have been; null: the whole model, or none. */
  readonly version: string | null;
  readonly alias: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly reason: string | null;
  /** An id of an incident that the reason names. */
  readonly incident: string | null;
  /** undefined where no gate had a part in it. */
  readonly gate: GateRecord | undefined;
  /**
   * `done`; `partly`: the history has what `to` says, and something after it has not; `not-done`: what is live has not changed;
   * `unknown`: the answer was lost.
   */
  readonly outcome: (typeof eventOutcomes)[number];
  /** Why it is not done, or not whole. */
  readonly problem: ReceiptProblem | undefined;
  /** The command line that does the same. */
  readonly command: string;
  /** Where what was published stands; empty when nothing was. */
  readonly links: readonly { readonly label: string; readonly url: string }[];
  /** As measured, by name: finite numbers only. Of a move those of the version that became live. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Small files to keep with it, by name: a gate's report, a receipt. For tracking. */
  readonly files: Readonly<Record<string, string>>;
};
